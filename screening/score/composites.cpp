#include "screening/score/composites.h"

#include <algorithm>
#include <map>
#include <string>

#include "screening/match/use.h"

namespace holdfast::screening::score {

std::vector<CompiledComposite> compile_composites(const match::Pack& pack) {
  std::map<std::string, std::uint32_t> index;
  for (std::uint32_t i = 0; i < pack.rules.size(); ++i) index.emplace(pack.rules[i].id, i);
  std::vector<CompiledComposite> made;
  for (const match::Composite& composite : pack.composites) {
    CompiledComposite& compiled = made.emplace_back(CompiledComposite{&composite, {}});
    for (const std::string& members : composite.all) {
      std::vector<std::uint32_t>& any = compiled.all.emplace_back();
      for (const std::string& id : match::alternatives_in(members))
        if (const auto found = index.find(id); found != index.end()) any.push_back(found->second);
    }
  }
  return made;
}

Members members_of(const CompiledComposite& composite, const match::Pack& pack, std::span<const Fired> fired) {
  const bool on_trial = composite.source->about.status == match::Status::test;
  Members made;
  for (std::size_t i = 0; i < composite.all.size(); ++i) {
    const std::vector<std::uint32_t>& any = composite.all[i];
    const auto found = std::ranges::find_if(fired, [&](const Fired& f) {
      return (on_trial || pack.rules[f.rule].about.status == match::Status::active) &&
             std::ranges::find(any, f.rule) != any.end();
    });
    if (found == fired.end())
      made.missing.push_back(i);
    else if (made.first == nullptr)
      made.first = &*found;
  }
  return made;
}

}  // namespace holdfast::screening::score
