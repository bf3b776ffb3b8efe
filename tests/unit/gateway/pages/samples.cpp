#include "tests/unit/gateway/pages/samples.h"

#include <cstdlib>

namespace holdfast::pages::testing {
namespace {

using domain::Role;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::string_view kId = "0123456789abcdefghjkmnpqrs";

Time at(int year, unsigned month, unsigned day, int hour = 17, int minute = 5) {
  return std::chrono::sys_days(Day{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)}) +
         hours(hour) + minutes(minute);
}

Day on(int year, unsigned month, unsigned day) {
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}

constexpr std::string_view kClear =
    "I am writing because I have to say plainly what I did.\n\n"
    "On the night of 12 March I broke into your home. You were there, and you were afraid. That fear was my doing, and "
    "so "
    "is everything that followed from it: the locks you changed, the nights you did not sleep, the trust I took from "
    "you. "
    "Nobody else made me do it. There is no reason that makes it smaller.\n\n"
    "In the last four years I have finished a program on the harm that break-ins do, and I meet each week with a group "
    "that "
    "does not let me look away. I cannot undo that night. I can tell you that I know it was wrong, that none of it was "
    "your "
    "fault, and that I am sorry.\n\n"
    "I do not ask you for anything.";

constexpr std::string_view kFlagged =
    "I hope you are doing well in the new place on Alder Street. My cousin drives by there sometimes.\n\n"
    "We both know it would never have happened if you had not called them. I want to put it right. Write back to me "
    "soon, "
    " or have your sister call. If the board asks, tell them that I have changed.\n\n"
    "You will re\u200bgret it if you stay silent.";

class Pictures {
 public:
  Pictures(const Pages& pages, Lang lang, const Make& make) : pages_(pages), lang_(lang), make_(make) {}

  std::vector<Sample> all() {
    common();
    facilitator();
    review();
    office();
    recipient();
    recipient_acts();
    investigator();
    institution();
    others();
    return std::move(samples_);
  }

 private:
  std::string m(std::string_view text) const { return make_(text); }

  Frame frame(std::optional<Role> role, std::string_view path) const {
    Frame frame;
    frame.lang = lang_;
    frame.csrf = m("c5rf-token");
    frame.role = role;
    frame.display_name = role ? m("Dana Whitfield") : std::string{};
    frame.path = m(path);
    return frame;
  }

  template <class View>
  void add(std::string name, const Frame& frame, const View& view) {
    const bool quiet = !frame.role || *frame.role == Role::recipient;
    samples_.push_back({std::move(name), quiet, pages_.render(frame, view)});
  }

  void common() {
    add("all-home", frame({}, "/"), HomeView{});
    add("all-sign-in", frame({}, "/sign-in"), SignInView{m("dana"), m("/letters")});
    auto wrong = frame({}, "/sign-in");
    wrong.errors = {{m("login"), Fault::not_accepted}, {"code", Fault::not_accepted}};
    add("all-sign-in-refused", wrong, SignInView{m("dana"), m("/letters")});
    add("recipient-step-up", frame(Role::recipient, "/step-up"), StepUpView{m("/letters")});
    add("analyst-step-up", frame(Role::analyst, "/step-up"), StepUpView{m("/office/review")});
    add("recipient-help", frame(Role::recipient, "/help"), HelpView{});
    add("analyst-help", frame(Role::analyst, "/help"), HelpView{});
    add("recipient-problem", frame(Role::recipient, "/letters/x"),
        ProblemView{domain::Problem::not_found, m("7f3a-19")});
    add("facilitator-problem", frame(Role::facilitator, "/x"), ProblemView{domain::Problem::refused, m("7f3a-20")});
    auto demo = frame(Role::administrator, "/demo/mail");
    demo.demo = true;
    add("all-demo-mail", demo,
        DemoMailView{{{at(2026, 3, 3), m("notices@office.example"), m("someone@mail.example"), m("Your account"),
                       m("There is something new in your account.\n\nYou can look at it whenever you like.")}}});
  }

  LetterSummary letter(std::string_view number, std::string_view name, std::string_view addressee,
                       std::string_view state, Time received) const {
    return {m(kId), m(number), m(name), m(addressee), m(state), received, received, 1};
  }

  void facilitator() {
    auto listed = frame(Role::facilitator, "/programme");
    listed.flash = Flash::letter_received;
    add("facilitator-programme", listed,
        ProgrammeView{
            m("Bridges Writing Program"),
            {letter("T48213", "Robert Alvarez", "Mrs. Chen, whose shop I robbed", "in_review", at(2026, 3, 3)),
             letter("P90117", "Marcus Hill", "The family of Daniel Ortiz", "banked", at(2026, 2, 20)),
             letter("T51002", "Luis Prado", "Karen, my former neighbor", "returned", at(2026, 2, 14)),
             letter("K33871", "Andre Simmons", "The man I hurt at the station", "received", at(2026, 3, 4))},
            m("c2VhbGVk")});
    add("facilitator-programme-empty", frame(Role::facilitator, "/programme"), ProgrammeView{m("Bridges"), {}, ""});
    add("facilitator-new-letter", frame(Role::facilitator, "/programme/letters/new"),
        NewLetterView{{}, 65536, m("k-1")});
    auto refused = frame(Role::facilitator, "/programme/letters/new");
    refused.errors = {
        {"offender_number", Fault::bad_format}, {"body", Fault::missing}, {"language", Fault::not_offered}};
    add("facilitator-new-letter-refused", refused,
        NewLetterView{{m("48213"), m("Robert Alvarez"), m("BA512-044"), m("Mrs. Chen"), m("en"), m("Dear\nMrs. Chen")},
                      65536,
                      m("k-1")});
    CheckView found{{{m("contact_solicitation"), {m("please write back to me")}},
                     {m("forgiveness_demand"), {m("I hope that you can forgive me"), m("forgive me")}},
                     {m("concealment"), {}}},
                    true,
                    true,
                    {}};
    NewLetterView checked{
        {m("T48213"), m("Robert Alvarez"), "", m("Mrs. Chen"), m("en"), m("Dear\nMrs. Chen")}, 65536, m("k-1"), found};
    const auto at_home = frame(Role::facilitator, "/programme/letters/new");
    add("facilitator-new-letter-checked", at_home, checked);
    checked.check = CheckView{};
    add("facilitator-new-letter-checked-clean", at_home, checked);
    checked.check = CheckView{{}, false, false, 12};
    add("facilitator-new-letter-checked-too-often", at_home, checked);
    ProgrammeLetterView view;
    view.letter = letter("T51002", "Luis Prado", "Karen, my former neighbor", "returned", at(2026, 2, 14));
    view.case_number = m("BA512-044");
    view.versions = {{2, at(2026, 2, 14), m("returned"), {m("CONTACT"), m("FORGIVE")}, m("nearly")},
                     {1, at(2026, 1, 28), m("returned"), {m("EXCUSE")}, m("none")}};
    view.may_replace = view.may_withdraw = true;
    view.language = m("en");
    view.body = m("First line\nSecond line");
    view.max_bytes = 65536;
    view.idempotency_key = m("k-2");
    add("facilitator-letter", frame(Role::facilitator, "/programme/letters/1"), view);
    view.check = found;
    add("facilitator-letter-checked", frame(Role::facilitator, "/programme/letters/1"), view);
  }

  ReviewSummary summary(std::string_view verdict, std::vector<std::string> categories, std::string_view name,
                        std::string_view assigned) const {
    const auto count = static_cast<int>(categories.size());
    return {m(kId),
            m("T48213"),
            m(name),
            m("Bridges Writing Program"),
            m("en"),
            m(verdict),
            std::move(categories),
            count,
            1,
            at(2026, 3, 3),
            m(assigned)};
  }

  // A finding of kFlagged: everything before the last sentence is ASCII, so bytes are code points there.
  FindingView found(std::string_view rule, std::string_view category, std::string_view level, std::string_view quote,
                    std::size_t length) const {
    const auto start = kFlagged.find(quote);
    return {m(rule), m(category), m(level), "", m(quote), start, start + length};
  }

  std::vector<FindingView> findings() const {
    std::vector<FindingView> all{
        found("surveillance.address.en", "surveillance", "quarantine", "new place on Alder Street", 25),
        found("third_party.relative.en", "third_party_contact", "quarantine", "My cousin drives by there", 25),
        found("blame.if_you_had_not.en", "victim_blaming", "review", "if you had not called them", 26),
        found("contact.write_back.en", "contact_solicitation", "review", "Write back to me", 16),
        found("contact.reply_soon.en", "contact_solicitation", "review", "back to me soon", 15),
        found("threat.regret.en", "threat", "quarantine", "You will re\u200bgret it", 19)};
    all[5].view = m("leet+joined");
    all[5].read_as = m("you will regret it");
    all[4].language = m("fr");
    all[2].reason = m("The words say that the harm would not have happened but for what the person did.");
    for (auto& one : all) one.about = m("words|3|9|") + one.rule;
    all[0].marked = "right";
    all[1].marked = "wrong";
    all[4].about.clear();
    return all;
  }

  void review() {
    add("analyst-review-queue", frame(Role::analyst, "/office/review"),
        ReviewQueueView{{summary("quarantine", {m("threat"), m("surveillance")}, "Robert Alvarez", "Dana Whitfield"),
                         summary("review", {m("contact_solicitation"), m("welfare")}, "Marcus Hill", ""),
                         summary("clear", {}, "Luis Prado", ""), summary("unscreened", {}, "Andre Simmons", "")},
                        m("bmV4dA")});
    ReviewBeforeView before;
    before.letter = summary("review", {m("contact_solicitation")}, "Marcus Hill", "");
    before.addressee = m("The family of Daniel Ortiz");
    before.case_number = m("BA512-044");
    before.earlier = {{1, at(2026, 1, 28), m("returned"), {m("EXCUSE"), m("BLAME")}}};
    before.barred = m("order");
    add("analyst-review-before", frame(Role::analyst, "/office/review/1"), before);

    before.letter.language = m("vi");
    add("analyst-review-before-vietnamese", frame(Role::analyst, "/office/review/1"), before);

    before.letter.language = m("en");
    before.letter.rescreened = at(2026, 3, 5);
    before.letter.was = m("clear");
    add("analyst-review-before-again", frame(Role::analyst, "/office/review/1"), before);

    ReviewOpenView open;
    open.letter = summary("quarantine", {m("threat")}, "Robert Alvarez", "");
    open.addressee = m("Mrs. Chen, whose shop I robbed");
    open.findings = findings();
    open.words = cut(m(kFlagged), open.findings);
    open.rules = m("core-en 0.1.0");
    open.why_not = {m("quarantine"), "composite", m("threat"), m("Part of it."), {m("The rest of it.")}, "", ""};
    open.reasons = {m("CONTACT")};
    const KnownPersonView known{m(kId), m("K33871"), m("victim"), true, true};
    open.spoken = SpokenView{false, {{m("Mrs. Chen"), m("name"), {known}}}};
    add("analyst-review-open", frame(Role::analyst, "/office/review/1"), open);
    open.letter.rescreened = at(2026, 3, 5);
    open.letter.was = m("review");
    open.letter.stops = true;
    open.spoken = SpokenView{true, {}};
    add("analyst-review-open-again", frame(Role::analyst, "/office/review/1"), open);
    open.letter.rescreened.reset();
    open.letter.stops = false;
    auto refused = frame(Role::analyst, "/office/review/1");
    refused.errors = {{"decision", Fault::missing}, {"reasons", Fault::missing}};
    open.findings.clear();
    open.spoken = SpokenView{};
    open.words = cut(m(kClear), {});
    open.letter.verdict = m("clear");
    open.letter.language = m("vi");
    open.why_not = {"review", "score", m("threat"), "", {}, m("2.5"), m("4")};
    add("analyst-review-open-refused", refused, open);
  }

  void office() {
    add("analyst-addressing-queue", frame(Role::analyst, "/office/addressing"),
        AddressingQueueView{{{m(kId), m("P90117"), m("Marcus Hill"), m("The family of Daniel Ortiz"), m("BA512-044"),
                              at(2026, 2, 22), 2},
                             {m(kId), m("T48213"), m("Robert Alvarez"), m("Mrs. Chen"), "", at(2026, 3, 1), 0}},
                            m("bmV4dA")});
    AddressingView who{m(kId), m("P90117"), m("Marcus Hill"), m("The family of Daniel Ortiz"), m("BA512-044"), {},
                       "",     ""};
    who.candidates = {{m("p1"),
                       m("Elena Ortiz"),
                       m("family"),
                       m("BA512-044"),
                       {m("name_close"), m("case_number"), m("registration")},
                       false},
                      {m("p2"), m("Tomás Ortiz"), m("family"), "", {m("court_record")}, true}};
    who.person = m("p1");
    who.evidence = m("Named in the judgment.");
    add("analyst-addressing", frame(Role::analyst, "/office/addressing/1"), who);
    add("analyst-bank", frame(Role::analyst, "/office/bank"),
        BankView{
            {{m(kId), m("P90117"), m("Marcus Hill"), m("Elena Ortiz"), m("offered"), false, at(2026, 2, 22)},
             {m(kId), m("T48213"), m("Robert Alvarez"), "", m("unaddressed"), false, at(2026, 2, 25)},
             {m(kId), m("K33871"), m("Andre Simmons"), m("Paul Novak"), m("accepted"), true, at(2026, 1, 9), true}},
            m("bmV4dA")});
    OrdersView orders;
    orders.orders = {{m(kId),
                      m("criminal_protective"),
                      m("active"),
                      m("K33871"),
                      m("Andre Simmons"),
                      m("Paul Novak"),
                      on(2024, 5, 2),
                      on(2034, 5, 2),
                      false,
                      {m("01"), m("05")},
                      true,
                      at(2026, 3, 1)},
                     {m(kId),
                      m("temporary_restraining"),
                      m("expired"),
                      m("T48213"),
                      m("Robert Alvarez"),
                      m("Grace Chen"),
                      on(2025, 1, 2),
                      std::nullopt,
                      true,
                      {m("04")},
                      false,
                      std::nullopt}};
    add("analyst-orders", frame(Role::analyst, "/office/orders"), orders);
    order(orders.orders.front());
    add("analyst-new-order", frame(Role::analyst, "/office/orders/new"), NewOrderView{});
    NewOrderView whole;
    whole.offender_number = m("K33871");
    whole.offender_name = m("Andre Simmons");
    whole.persons = {{m("p1"), m("Paul Novak"), m("victim"), m("BA512-044")},
                     {m("p2"), m("Ida Novak"), m("family"), ""}};
    whole.kind = m("criminal_protective");
    whole.court = m("Superior Court");
    whole.number = m("CR-160-2214");
    whole.statute = m("PC 136.2");
    whole.text = m("Also protects her mother");
    whole.starts_on = m("2024-05-02");
    whole.ends_on = m("");
    whole.conditions = {m("05")};
    auto refused = frame(Role::analyst, "/office/orders/new");
    refused.errors = {{"ends_on", Fault::missing}, {"person", Fault::missing}};
    add("analyst-new-order-refused", refused, whole);
    add("analyst-registrations", frame(Role::analyst, "/office/registrations"),
        RegistrationsView{
            {{m(kId), m("Elena Ortiz"), m("family"), m("confirmed"), m("tell_me"), m("es"), at(2025, 11, 2)},
             {m(kId), m("Paul Novak"), m("victim"), m("requested"), m("not_asked"), m("en"), at(2026, 2, 27)}},
            m("bmV4dA")});
    add("analyst-wished-readings", frame(Role::analyst, "/office/readings"),
        WishedReadingsView{{{m(kId),
                             m("K33871"),
                             m("Marcus Hill"),
                             m("victim"),
                             at(2026, 3, 2),
                             at(2026, 4, 2),
                             m("Ana Ruiz"),
                             {{m(kId), m("Ana Ruiz")}, {m(kId), m("Sam Lee")}}},
                            {m(kId), m("K33871"), m("Marcus Hill"), m("family"), at(2026, 3, 2), {}, "", {}}},
                           m("next")});
    add("analyst-stop-for", frame(Role::analyst, "/office/registrations/1/stop"), StopForView{m(kId), "", ""});
    RegistrationView person{m(kId), m("K33871"), m("BA512-044"), m("victim"), m("requested"), m("not_asked"), {}, ""};
    add("analyst-registration", frame(Role::analyst, "/office/registrations/1"), person);
    person.record =
        RegistrationView::Record{m("Paul Novak"), m("paul@mail.example"), m("12 Elm Street"), m("555-0101")};
    person.alike = AlikeView{false, {{m(kId), m("K33872"), m("family"), false, false}}};
    auto undecided = frame(Role::analyst, "/office/registrations/1");
    undecided.errors = {{"adult", Fault::missing}};
    add("analyst-registration-open", undecided, person);
    person.alike = AlikeView{true, {}};
    add("analyst-registration-waits", frame(Role::analyst, "/office/registrations/1"), person);
    person.alike = AlikeView{};
    add("analyst-registration-alone", frame(Role::analyst, "/office/registrations/1"), person);
    auto unproven = frame(Role::analyst, "/office/addressing/1/undo");
    unproven.errors = {{"evidence", Fault::missing}};
    add("analyst-undo", unproven, UndoView{m(kId), m("K33871"), m("Andre Simmons"), ""});
    add("analyst-tasks", frame(Role::analyst, "/office/tasks"),
        TasksView{{{m(kId), m("recall_in_flight"), m("Envelope handed to the post on March 2"), m("/office/bank"),
                    at(2026, 3, 3)},
                   {m(kId), m("minor_decides"), m("Tomás Ortiz"), "", at(2026, 3, 1)}}});
  }

  void order(const OrdersView::Row& row) {
    OrderView view;
    view.order = row;
    view.court = m("Superior Court, Los Angeles");
    view.number = m("CR-160-2214");
    view.reason = m("Copied from the protective order");
    view.entered_by = m("Dana Whitfield");
    view.entered = at(2024, 5, 3);
    view.may_answer = view.may_ask = true;
    view.state = m("active");
    view.looked = m("not_yet");
    view.starts_on = m("2024-05-02");
    view.ends_on = m("2034-05-02");
    view.conditions = {m("01"), m("05"), m("third_party")};
    view.order.statute = m("PC 136.2");
    view.order.conditions = view.conditions;
    view.order.exceptions = {{m("dialogue_preparation"), on(2026, 4, 1), on(2026, 6, 30)}};
    view.text = m("Peaceful contact for the exchange of children");
    view.kept = {m("dialogue_preparation/2026-04-01/2026-06-30")};
    auto refused = frame(Role::analyst, "/office/orders/1");
    refused.errors = {{"why", Fault::missing}, {"ends_on", Fault::before_start}};
    add("analyst-order-ask", refused, view);
    view.may_ask = false;
    view.change = OrderView::Change{m(kId),
                                    row,
                                    m("does_not_bar"),
                                    "",
                                    "",
                                    m("Letters through the office"),
                                    m("The court ended it on March 1"),
                                    m("Dana Whitfield"),
                                    at(2026, 3, 1),
                                    true,
                                    m("Staff counsel")};
    add("analyst-order-waits", frame(Role::analyst, "/office/orders/1"), view);
    view.change->order.exceptions = {{m("approved_contact"), on(2026, 4, 1), on(2026, 6, 30)}};
    view.change->may_confirm = false;
    add("analyst-order-own", frame(Role::analyst, "/office/orders/1"), view);
    view.change->waits_for.clear();
    add("analyst-order-held", frame(Role::analyst, "/office/orders/1"), view);
    view.change->may_confirm = true;
    add("second-order", frame(Role::second_person, "/office/orders/1"), view);
    add("second-none", frame(Role::second_person, "/second"), SecondView{});
    add("second", frame(Role::second_person, "/second"),
        SecondView{{{m("order"), m(kId), m("K33871"), m("Andre Simmons"), m("Dana Whitfield"), at(2026, 3, 1)},
                    {m("quarantine"), m(kId), m("K33871"), m("Andre Simmons"), m("Dana Whitfield"), at(2026, 3, 2)},
                    {m("rules"), m(kId), "", "", m("Dana Whitfield"), at(2026, 3, 3)}},
                   m("next")});
  }

  void recipient() {
    auto saved = frame(Role::recipient, "/letters");
    saved.flash = Flash::choice_recorded;
    add("recipient-offers", saved,
        OffersView{{{m(kId), m("offered"), at(2026, 2, 22), std::nullopt},
                    {m(kId), m("accepted"), at(2025, 12, 1), on(2026, 6, 1)}},
                   false});
    add("recipient-offers-none", frame(Role::recipient, "/letters"), OffersView{{}, true});
    OfferView offer;
    offer.hold_id = m(kId);
    offer.state = m("offered");
    offer.from = m("Marcus Hill");
    offer.since = at(2026, 2, 22);
    offer.words = 310;
    offer.language = m("en");
    add("recipient-offer", frame(Role::recipient, "/letters/1"), offer);
    auto refused = frame(Role::recipient, "/letters/1");
    refused.errors = {{"not_before", Fault::past_date}};
    offer.choice = m("on_date");
    offer.not_before = m("2020-01-01");
    add("recipient-offer-refused", refused, offer);
    offer.state = m("released");
    offer.not_before = "";
    offer.choice = m("now");
    offer.may_open = offer.replaced = true;
    add("recipient-offer-ready", frame(Role::recipient, "/letters/1"), offer);
    add("recipient-words-warning", frame(Role::recipient, "/letters/1/words"), WordsWarningView{m(kId), 310});
    add("recipient-words", frame(Role::recipient, "/letters/1/words"),
        WordsView{m(kId), m("Marcus Hill"), at(2026, 2, 1), m("en"), m(kClear)});
  }

  // Approved contact, as each of the three sides sees it.
  void contact() {
    ContactView::One asked{m(kId),
                           m("requested"),
                           m("Marcus Hill"),
                           m("Messages about children: at most 2 in any 7 days."),
                           m("Contact was asked for: Marcus Hill, P90117."),
                           m("seen"),
                           true,
                           true,
                           false,
                           false};
    ContactView::One active = asked;
    active.state = m("active");
    active.institution_text = "";
    active.may_agree = active.may_refuse = false;
    active.may_pause = active.may_end = true;
    add("recipient-contact", frame(Role::recipient, "/contact"), ContactView{{asked, active}});
    add("recipient-contact-none", frame(Role::recipient, "/contact"), ContactView{});
    OfficeContactView::Row row{m(kId),         m("recipient_agreed"),
                               m("P90117"),    m("Marcus Hill"),
                               m("victim"),    m("Messages about children."),
                               at(2026, 3, 1), true,
                               true,           false,
                               false,          false};
    OfficeContactView::Row paused = row;
    paused.state = m("paused");
    paused.may_agree = paused.may_refuse = false;
    paused.may_go_on = paused.may_pause = paused.may_end = true;
    add("office-contact", frame(Role::analyst, "/office/contact"), OfficeContactView{{row, paused}, m("c2VhbGVk")});
    auto refused = frame(Role::analyst, "/office/registrations/1/contact");
    refused.errors = {{"channel", Fault::missing}, {"most", Fault::bad_format}, {"ends_on", Fault::before_start}};
    add("office-new-contact", refused,
        NewContactView{m(kId), "", m("children"), m("week"), m("99"), m("4000"), m("09:00"), m("17:00"),
                       m("2026-03-01"), m("2026-02-01")});
    add("institution-contact-requests", frame(Role::institution, "/contact-requests"),
        ContactRequestsView{{{m(kId), m("Contact was asked for: Marcus Hill, P90117."), at(2026, 3, 1), ""},
                             {m(kId), m("Contact was asked for: Luis Prado, T51002."), at(2026, 2, 1), m("agreed")}},
                            ""});
  }

  void recipient_acts() {
    add("recipient-stop", frame(Role::recipient, "/stop"), StopView{});
    add("recipient-stopped", frame(Role::recipient, "/stop"), StopView{at(2026, 3, 1)});
    contact();
    ReportView report;
    report.people = {{m("o1"), m("Marcus Hill")}};
    report.institution_text =
        m("Contact outside of the approved way was seen for the person named above. Please stop it and answer the "
          "office.");
    report.what = m("A man came\nto my door.");
    auto refused = frame(Role::recipient, "/report");
    refused.errors = {{"about", Fault::missing}, {"share", Fault::missing}};
    add("recipient-report", frame(Role::recipient, "/report"), report);
    add("recipient-report-refused", refused, report);
    add("recipient-choices", frame(Role::recipient, "/choices"),
        ChoicesView{{{at(2026, 3, 3), m(kId), m("on_date"), on(2026, 6, 1)},
                     {at(2026, 2, 23), m(kId), m("not_now"), std::nullopt, m("telephone")}},
                    {{at(2026, 2, 22), m("email"), m("notice")}},
                    {{at(2026, 2, 21), m("analyst"), m("review")}, {at(2026, 2, 22), m("analyst"), m("addressing")}},
                    {{m(kId), at(2026, 3, 3), at(2026, 3, 3), true}, {m(kId), at(2026, 3, 1), at(2026, 3, 2), false}}});
  }

  TicketSummary ticket(std::string_view state) const {
    return {m(kId),
            m("T48213"),
            m("Robert Alvarez"),
            m("Pelican Ridge State Prison"),
            m(state),
            {m("threat"), m("surveillance")},
            at(2026, 3, 3)};
  }

  void investigator() {
    add("investigator-list", frame(Role::investigator, "/investigations"),
        InvestigationsView{{ticket("unconfirmed"), ticket("substantiated")}, m("bmV4dA")});
    InvestigationView view;
    view.ticket = ticket("unconfirmed");
    view.findings = findings();
    for (auto& finding : view.findings) finding.quote = finding.about = "";
    view.history = {{at(2026, 3, 3), m("opened"), ""}, {at(2026, 3, 3, 18), m("words_opened"), m("Dana Whitfield")}};
    view.similar = {{m("/investigations/2"), at(2025, 12, 2), {m("threat")}}, {"", at(2025, 10, 9), {}}};
    add("investigator-ticket", frame(Role::investigator, "/investigations/1"), view);
    view.findings = findings();
    view.words = cut(m(kFlagged), view.findings);
    view.may_lift = true;
    view.lift_asked = at(2026, 3, 4);
    add("second-ticket", frame(Role::second_person, "/investigations/1"), view);
    view.may_lift = false;
    view.lift_waits_for = m("Staff counsel");
    add("investigator-ticket-held", frame(Role::investigator, "/investigations/1"), view);
    view.may_decide = view.may_close = view.may_lift = true;
    view.answer = m("Housing changed.\nCalls are monitored.");
    view.decision = m("confirm");
    view.reason = m("as_found");
    add("investigator-ticket-open", frame(Role::investigator, "/investigations/1"), view);
  }

  void institution() {
    add("institution-tickets", frame(Role::institution, "/tickets"),
        TicketsView{m("Pelican Ridge State Prison"), {ticket("open"), ticket("investigating")}, m("bmV4dA")});
    TicketView view;
    view.ticket = ticket("open");
    view.history = {{at(2026, 3, 3), m("confirm"), m("Victim services office")}};
    view.may_acknowledge = view.may_answer = true;
    add("institution-ticket", frame(Role::institution, "/tickets/1"), view);
    view.summary = m("Letters to one address must stop.");
    view.may_acknowledge = view.may_answer = false;
    view.answer = m("Spoken with on March 4.\nMail is reviewed.");
    view.state = m("substantiated");
    add("institution-ticket-answered", frame(Role::institution, "/tickets/1"), view);
  }

  void others() {
    add("reader-readings", frame(Role::reader, "/readings"),
        ReadingsView{{{m(kId), m("victim"), m("Marcus Hill"), m("released"), m("en"), 300, at(2026, 3, 2)}},
                     m("next")});
    ReadingView reading{{m(kId), m("victim"), m("Marcus Hill"), m("accepted"), m("en"), 300, at(2026, 3, 2)}, ""};
    add("reader-reading-not-yet", frame(Role::reader, "/readings/1"), reading);
    reading.reading.state = m("released");
    add("reader-reading", frame(Role::reader, "/readings/1"), reading);
    reading.reading.state = m("read_aloud");
    reading.words = m("I did it.\nI am sorry.");
    add("reader-reading-open", frame(Role::reader, "/readings/1"), reading);
    LogView log;
    log.size = 18230;
    log.root = m("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    log.rows = {{18229, m(kId), at(2026, 3, 3), false}, {18228, m(kId), at(2026, 3, 3), true}, {{}, m(kId), {}, false}};
    log.next_cursor = m("bmV4dA");
    add("auditor-log", frame(Role::auditor, "/log"), log);
    LogEntryView entry{18229,
                       m(kId),
                       {{m("time"), m("2026-03-03T17:05:12.031Z")},
                        {m("event"), m("review.open")},
                        {m("actor"), m("Dana Whitfield")},
                        {m("outcome"), m("done")}},
                       true,
                       m("9f86d081884c7d659a2f")};
    add("auditor-entry", frame(Role::auditor, "/log/1"), entry);
    entry.commitment_matches = false;
    add("auditor-entry-broken", frame(Role::auditor, "/log/1"), entry);
    SettingsView settings;
    settings.accounts = {{m("Dana Whitfield"), m("analyst"), m("Office"), m("active")}};
    settings.programmes = {{m("Bridges Writing Program"), m("Pelican Ridge State Prison"), m("approved")}};
    settings.packs = {{m("core-en"), m("0.1.0"), m("9f86d081884c7d659a2feaa0c55ad015")}};
    settings.checks = {{m("database"), true, m("15.8, 3 ms")}, {m("orders_feed"), false, m("silent for 26 h")}};
    settings.version = m("0.1.0");
    add("administrator-settings", frame(Role::administrator, "/settings"), settings);
    rules();
  }

  RuleSetLine rule_set(std::string_view state, std::string_view hash, std::string_view by) {
    return {m(kId), m(hash), m(state), 489, m(by), at(2026, 3, 2), m(by), at(2026, 3, 3)};
  }

  void rules() {
    constexpr auto kOld = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    constexpr auto kNew = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";
    RulesView view;
    view.sets = {rule_set("waiting", kNew, "Dana Whitfield"), rule_set("in_force", kOld, ""),
                 rule_set("replaced", kNew, "Dana Whitfield")};
    view.sets.front().decided.reset();
    view.gateways = {{m("gateway-1:4711"), m(kOld), true, at(2026, 3, 3), at(2026, 3, 4)},
                     {m("gateway-2:4712"), m(kNew), false, at(2026, 3, 2), at(2026, 3, 4)}};
    add("administrator-rules", frame(Role::administrator, "/settings/rules"), view);
    view.faults = {{m("threat.en.toml:12"), m("threat.en.kill-you does not fire on: I will end you.")},
                   {m("_shared.toml"), m("no such macro: HURT")}};
    add("administrator-rules-refused", frame(Role::administrator, "/settings/rules"), view);
    RuleChangeView change;
    change.set = view.sets.front();
    change.before = m(kOld);
    change.weaker = {{m("threat.en.will-harm"),
                      m("Says that the writer will harm the reader or someone close."),
                      {m("patterns"), m("unless")},
                      12,
                      11,
                      1,
                      m("before")},
                     {m("surveillance.en.knows-where"), "", {m("removed")}, {}, 0, 0, ""}};
    change.own = true;
    add("administrator-rule-change", frame(Role::administrator, "/settings/rules/1"), change);
    change.own = false;
    change.waits_for = m("Staff counsel");
    add("second-rule-change", frame(Role::second_person, "/settings/rules/1"), change);
    change.set = rule_set("refused", kNew, "Dana Whitfield");
    add("administrator-rule-change-refused", frame(Role::administrator, "/settings/rules/1"), change);
  }

  const Pages& pages_;
  Lang lang_;
  const Make& make_;
  std::vector<Sample> samples_;
};

}  // namespace

std::vector<Sample> every_page(const Pages& pages, Lang lang, const Make& make) {
  return Pictures(pages, lang, make).all();
}

std::vector<Sample> every_page(const Pages& pages, Lang lang) {
  return every_page(pages, lang, [](std::string_view text) { return std::string(text); });
}

Settings settings_for_tests() {
  const char* source = std::getenv("HOLDFAST_SOURCE_DIR");
  const std::filesystem::path root = source != nullptr ? source : ".";
  Settings settings;
  settings.folder = root / "gateway/pages";
  settings.assets = root / "tests/unit/gateway/pages/assets";
  settings.office_name = "Office of Victim Services";
  settings.helpline_name = "Victim services helpline";
  settings.helpline_phone = "1-800-555-0142";
  settings.office_name_es = "Oficina de Servicios para Víctimas";
  settings.helpline_name_es = "Línea de ayuda";
  settings.helpline_hours = "Monday to Friday, 8 a.m. to 5 p.m.";
  settings.helpline_hours_es = "De lunes a viernes, de 8 a.m. a 5 p.m.";
  return settings;
}

}  // namespace holdfast::pages::testing
