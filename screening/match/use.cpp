#include "screening/match/use.h"

#include <algorithm>
#include <map>
#include <set>

namespace holdfast::screening::match {
namespace {

std::string_view word_of(Status status) { return status == Status::retired ? " is retired" : " is a draft"; }

class Leaning {
 public:
  explicit Leaning(const Pack& pack) : pack_(pack) {
    for (const Rule& rule : pack.rules) {
      rules_.emplace(rule.id, rule.about.status);
      if (is_afterthought(rule)) afterthoughts_.insert(rule.id);
    }
  }

  std::vector<LoadError> faults() && {
    for (const Rule& rule : pack_.rules)
      if (is_used(rule.about.status)) look(rule);
    for (const Composite& composite : pack_.composites)
      if (is_used(composite.about.status))
        for (const std::string& members : composite.all) look(members, composite.id, composite.place);
    return std::move(faults_);
  }

 private:
  void look(const Rule& rule) {
    if (is_afterthought(rule) && (!rule.required.empty() || !rule.unless_rules.empty()))
      fault(rule.place, "a rule that stops a letter where the learned layer is sure leans on no other rule or context");
    for (const std::string& name : rule.required) {
      if (name.contains('.'))
        look(name, rule.id, rule.place);
      else if (!pack_.contexts.contains(name))
        fault(rule.place, "no such context: " + name);
      else if (rule.scope.kind != Scope::Kind::sentence)
        fault(rule.place, "a context holds in a sentence; with another scope '" + name + "' cannot be required");
    }
    for (const std::string& name : rule.unless_rules) look(name, rule.id, rule.place);
  }

  void look(std::string_view members, const std::string& who, const Place& place) {
    for (const std::string& id : alternatives_in(members)) {
      const auto found = rules_.find(id);
      if (found == rules_.end())
        fault(place, "no such rule: " + id);
      else if (!is_used(found->second))
        fault(place, who + " leans on " + id + ", which" + std::string{word_of(found->second)});
      else if (id == who)
        fault(place, id + " leans on itself");
      else if (afterthoughts_.contains(id))
        fault(place, who + " leans on " + id + ", which is looked for only where the learned layer is sure");
    }
  }

  void fault(const Place& place, std::string what) { faults_.push_back({place.file, place.line, std::move(what)}); }

  const Pack& pack_;
  std::map<std::string, Status, std::less<>> rules_;
  std::set<std::string, std::less<>> afterthoughts_;
  std::vector<LoadError> faults_;
};

}  // namespace

std::vector<std::string> alternatives_in(std::string_view members) {
  std::vector<std::string> made;
  while (!members.empty()) {
    const std::size_t end = std::min(members.find(" | "), members.size());
    made.emplace_back(members.substr(0, end));
    members.remove_prefix(std::min(end + 3, members.size()));
  }
  return made;
}

std::vector<LoadError> leaning_faults(const Pack& pack) { return Leaning{pack}.faults(); }

Pack in_use(Pack pack) {
  std::erase_if(pack.rules, [](const Rule& rule) { return !is_used(rule.about.status); });
  std::erase_if(pack.composites, [](const Composite& composite) { return !is_used(composite.about.status); });
  return pack;
}

}  // namespace holdfast::screening::match
