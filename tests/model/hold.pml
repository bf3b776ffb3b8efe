// The life of one hold while several gateways work on it at once: README.md says what is modelled and what is not.
//
// A global is what the database has committed. A gateway carries out one transaction after another, any of them at any
// moment, in steps between which the others may move: lock the guard, lock the hold, read and judge, commit. Until its
// commit nothing that it decided is there for the others; it may fail instead, and then nothing happened.

#ifndef GATEWAYS
#define GATEWAYS 2
#endif

mtype = {
  nothing,
  // hold
  waiting, offered, deferred, declined, accepted, released, delivered, withdrawn,
  // delivery (released, too): printing is a job that waits, mailed one that was claimed
  printing, mailed, opened, recalled,
  // notice
  queued, sending, sent, doubtful, cancelled,
  // what the person said
  accepting, not_now, not_ever,
  // what a transaction is for
  offer, say_here, say_post, say_later, say_never, release, open, print, cancel_print, post, call_back, settle, take_back,
  notify, enter, enter_ahead, turn, stop, resume, ask, confirm, look
};

mtype hold = waiting;
mtype choice = nothing;        // the latest
bit by_post, due;              // its way, and whether its day has come
bit carried_out;               // there was a release under it
mtype delivery = nothing;      // of the latest release
mtype notice = nothing;
bit order, ahead, stopped;     // an order in force, one that begins later, the person's own word
byte asked;                    // who asked for the order's end; 0: nobody
bit in_doubt;                  // quarantine, a retracted approval, a pairing in question
bit posted_task, notice_task;  // a person was told
bit held;                      // something barred it, and since then no person said that it may go on
bit turn_due;                  // an order began by itself, and no gateway has taken that turn yet

#define BARRED (order || stopped)
#define IN_FLIGHT (delivery == released || delivery == printing)
#define WILLING (choice == accepting && due && !in_doubt)
#define MAY_SAY (hold == offered || hold == deferred || hold == declined || hold == accepted || hold == released)

// ---- what must hold, judged at each commit ----

#define OFFERS 1
#define RELEASES 2
#define OPENS 3
#define PRINTS 4
#define POSTS 5
#define NOTIFIES 6
#define STAYS 7
#define TWO 8
#define FLIGHT 9
#define TOLD 10
#define ANEW 11
#define LAPSES 12
// All but ANEW, or the one that is asked for.
#ifdef PROPERTY
#define HOLDS(which, fact) assert(PROPERTY != which || (fact))
#else
#define HOLDS(which, fact) assert(which == ANEW || (fact))
#endif

inline nothing_is_offered_under_a_bar() { HOLDS(OFFERS, !BARRED) }
inline nothing_is_released_under_a_bar_or_without_a_choice() { HOLDS(RELEASES, !BARRED && WILLING) }
inline nothing_is_opened_under_a_bar_or_without_a_choice() { HOLDS(OPENS, !BARRED && WILLING) }
inline nothing_is_printed_under_a_bar_or_without_a_choice() { HOLDS(PRINTS, !BARRED && WILLING) }
inline nothing_is_posted_under_a_bar_or_without_a_choice() { HOLDS(POSTS, !BARRED && WILLING) }
inline no_notice_begins_under_a_bar_or_twice() { HOLDS(NOTIFIES, !BARRED && notice == queued) }
inline what_was_opened_or_posted_stays() { HOLDS(STAYS, delivery != opened && delivery != mailed) }
inline two_people_end_an_order() { HOLDS(TWO, asked != 0 && asked != me) }
inline nothing_is_in_flight_under_a_bar() { HOLDS(FLIGHT, !BARRED || turn_due || (!IN_FLIGHT && notice != queued)) }
inline what_cannot_come_back_is_a_task() {
  HOLDS(TOLD, !BARRED || turn_due || ((delivery != mailed || posted_task) && (notice != sending || notice_task)))
}
inline what_came_back_waits_for_a_new_word() { HOLDS(ANEW, !carried_out) }
inline nothing_goes_on_until_a_person_confirmed() { HOLDS(LAPSES, !held) }

// ---- locks, in their one order: the guard, the hold with its letter, the job ----

byte sharing;   // the offender's row, FOR SHARE
bit exclusive;  // the same, FOR UPDATE
bit hold_taken, job_taken;

inline share_guard() {
#ifdef NO_GUARD
  skip
#else
  atomic { !exclusive -> sharing++; shares = 1 }
#endif
}

inline own_guard() {
#ifdef NO_GUARD
  skip
#else
  atomic { !exclusive && sharing == 0 -> exclusive = 1; owns = 1 }
#endif
}

inline take_hold() {
#ifdef NO_HOLD_LOCK
  skip
#else
  atomic { !hold_taken -> hold_taken = 1; has_hold = 1 }
#endif
}

inline let_go() {
  if
  :: shares -> sharing--
  :: owns -> exclusive = 0
  :: else
  fi;
  if
  :: has_hold -> hold_taken = 0
  :: else
  fi;
  if
  :: has_job -> job_taken = 0
  :: else
  fi;
  shares = 0; owns = 0; has_hold = 0; has_job = 0;
  act = nothing; met = nothing; me = 0; bar = 0; today = 0; listed = 0
}

// ---- what a transaction reads and judges, after its locks ----

#ifdef ENDS_BY_ITSELF
#define BAR BARRED
#else
#define BAR (BARRED || held)
#endif
#ifdef BAR_BEFORE_LOCK
#define READ_FIRST bar = BAR
#define READ_NOW met = delivery
#else
#define READ_FIRST skip
#define READ_NOW bar = BAR; met = delivery
#endif
#ifdef LISTED_ONLY
#define STILL_DUE true
#else
#define STILL_DUE !carried_out
#endif

// Anybody may ask a gateway for anything at any time, from a page that was true a while ago: what counts is what is true
// now. What is refused changes nothing, so only what is not refused is written here.
inline judge_step() {
  READ_NOW;
  if
  :: !listed && (hold == waiting || hold == deferred) && !in_doubt && !bar -> act = offer
  :: !listed && MAY_SAY -> act = say_here; today = 1
  :: !listed && MAY_SAY -> act = say_here
  :: !listed && MAY_SAY -> act = say_post; today = 1
  :: !listed && MAY_SAY -> act = say_post
  :: !listed && MAY_SAY -> act = say_later
  :: !listed && MAY_SAY -> act = say_never
  :: !listed && delivery == released && !by_post && WILLING && !bar -> act = open
  :: !listed && delivery == released && by_post && WILLING && !bar -> act = print
  :: !listed && delivery == printing -> act = cancel_print
  :: !listed && delivery == printing && WILLING && !bar -> act = post
  :: !listed && !in_doubt && hold != withdrawn -> act = call_back
  :: !listed && in_doubt -> act = settle
  :: !listed && held -> act = look
  :: !listed && hold != withdrawn && hold != delivered -> act = take_back
  :: listed && hold == accepted && WILLING && !bar && !IN_FLIGHT && STILL_DUE -> act = release
  :: else
  fi
}

inline judge_bar() {
  READ_NOW;
  if
  :: act = enter
#ifdef BEGINS_AHEAD
  :: !order && !ahead -> act = enter_ahead
  :: turn_due -> act = turn
#endif
  :: !stopped -> act = stop
  :: stopped -> act = resume
  :: order && asked == 0 -> act = ask; me = 1
  :: order && asked == 0 -> act = ask; me = 2
  :: asked == 1 -> act = confirm; me = 2
  :: asked == 2 -> act = confirm; me = 1
  fi
}

// ---- what it does, all at once, at its commit ----

inline commit_release() {
  nothing_is_released_under_a_bar_or_without_a_choice();
  nothing_goes_on_until_a_person_confirmed();
  what_came_back_waits_for_a_new_word();
  hold = released; delivery = released; carried_out = 1
}

inline commit_offer() {
  nothing_is_offered_under_a_bar();
  nothing_goes_on_until_a_person_confirmed();
  if
  :: hold == waiting && notice == nothing -> notice = queued
  :: else
  fi;
  hold = offered
}

// A new choice closes again what an earlier one had released, and is carried out at once if nothing bars it.
inline commit_choice() {
  if
  :: IN_FLIGHT -> delivery = recalled
  :: else
  fi;
  carried_out = 0; by_post = 0; due = 0;
  if
  :: act == say_later -> choice = not_now; hold = deferred
  :: act == say_never -> choice = not_ever; hold = declined
  :: else ->
     choice = accepting; hold = accepted; by_post = (act == say_post); due = today;
     if
     :: WILLING && !bar -> commit_release()
     :: else
     fi
  fi
}

// What is closed again goes back to the choice, which stands.
inline close_again() {
  what_was_opened_or_posted_stays();
  delivery = recalled; hold = accepted
}

inline commit_call_back() {
  in_doubt = 1;
  if
  :: met == released || met == printing -> close_again()
  :: met == mailed -> posted_task = 1
  :: else
  fi
}

// The writer's side takes its letter back: what was only released is closed, and nobody is told of it any more.
inline commit_take_back() {
  if
  :: IN_FLIGHT -> delivery = recalled
  :: else
  fi;
  if
  :: notice == queued -> notice = cancelled
  :: else
  fi;
  hold = withdrawn
}

inline commit_step() {
  if
  :: act == offer -> commit_offer()
  :: act == say_here || act == say_post || act == say_later || act == say_never -> commit_choice()
  :: act == release -> commit_release()
  :: act == open -> nothing_is_opened_under_a_bar_or_without_a_choice(); nothing_goes_on_until_a_person_confirmed();
     delivery = opened; hold = delivered
  :: act == print -> nothing_is_printed_under_a_bar_or_without_a_choice(); nothing_goes_on_until_a_person_confirmed();
     delivery = printing
  :: act == cancel_print -> delivery = released
  :: act == post -> nothing_is_posted_under_a_bar_or_without_a_choice(); nothing_goes_on_until_a_person_confirmed();
     delivery = mailed; hold = delivered
  :: act == call_back -> commit_call_back()
  :: act == settle -> in_doubt = 0
  :: act == look -> held = BARRED
  :: act == take_back -> commit_take_back()
  fi
}

inline commit_notice() { no_notice_begins_under_a_bar_or_twice(); notice = sending }

// An order calls back what its transaction saw in flight.
inline recall_in_flight() {
  if
#ifdef RECALL_FORGETS_PRINT
  :: met == released -> close_again()
#else
  :: met == released || met == printing -> close_again()
#endif
  :: met == mailed -> posted_task = 1
  :: else
  fi;
  if
  :: notice == queued -> notice = cancelled
  :: notice == sending -> notice_task = 1
  :: else
  fi
}

inline commit_bar() {
  if
  :: act == enter -> order = 1; held = 1; ahead = 0; asked = 0; turn_due = 0; recall_in_flight()
#ifdef BEGINS_AHEAD
  :: act == enter_ahead -> ahead = 1; asked = 0
  :: act == turn ->
     turn_due = 0;
#ifndef NO_TURN
     if
     :: order -> recall_in_flight()
     :: else
     fi
#endif
#endif
  :: act == stop -> stopped = 1; held = 1; recall_in_flight()
  :: act == resume -> stopped = 0
  :: act == ask -> asked = me
  :: act == confirm -> two_people_end_an_order(); order = 0; asked = 0
  fi
}

// Who drops a notice waits for the worker that claims its job.
#define DROPS_NOTICE (act == take_back || act == enter || act == stop || act == turn)
#define FINISH(commit)                                              \
  if                                                                \
  :: atomic {                                                       \
       act != nothing && !(job_taken && DROPS_NOTICE);             \
       printf("gateway %d commits %e\n", _pid, act);               \
       commit();                                                   \
       nothing_is_in_flight_under_a_bar();                          \
       what_cannot_come_back_is_a_task();                           \
       let_go()                                                     \
     }                                                              \
  :: atomic { let_go() }                                            \
  fi

#define TELL printf("gateway %d judges %e: %d\n", _pid, act, act != nothing)

// ---- who moves ----

active [GATEWAYS] proctype gateway() {
  mtype act = nothing;
  mtype met = nothing;  // what was in flight when the transaction looked
  byte me;              // who of the office asks: one of two people
  bit bar;              // as the transaction read it
  bit today;            // the day that the person names
  bit listed;           // the gateway's own turn, by a list that it read without a lock
  bit shares, owns, has_hold, has_job;
  do
  // A step of the letter, as somebody asks for it or as the list of what is due says.
  :: atomic {
       if
       :: true
       :: hold == accepted && WILLING && !carried_out && !BARRED -> listed = 1;
          printf("gateway %d lists what is due\n", _pid)
       fi;
       READ_FIRST
     }
#ifdef HOLD_BEFORE_GUARD
     take_hold();
     share_guard();
#else
     share_guard();
     take_hold();
#endif
     atomic { judge_step(); TELL }
     FINISH(commit_step)
  // A notice. Of two workers one claims the job, the other passes it by.
  :: atomic { notice == queued -> READ_FIRST }
     share_guard();
     atomic {
       READ_NOW;
       if
       :: !job_taken && notice == queued && !bar -> job_taken = 1; has_job = 1; act = notify
       :: else
       fi;
       TELL
     }
     FINISH(commit_notice)
  // An order, a stop of contact, and their ends.
  :: own_guard();
     atomic { judge_bar(); TELL }
     if
     :: (act == enter || act == stop || act == turn) && (met == released || met == printing || met == mailed) -> take_hold()
     :: else
     fi;
     FINISH(commit_bar)
  // The mail server took it, or whoever claimed it is gone: that asks for no lock.
  :: d_step { notice == sending -> notice = sent }
  :: d_step { notice == sending -> notice = doubtful }
  od
}

// A day comes: the one that the person named, an order's last, an order's first. A step that holds the guard has read the
// time before.
active proctype clock() {
end:
  do
  :: d_step { choice == accepting && !due -> due = 1; printf("the day that was named comes\n") }
  :: d_step { order -> order = 0; printf("the order's last day comes\n") }
#ifdef BEGINS_AHEAD
  :: d_step { ahead && sharing == 0 && !exclusive -> order = 1; held = 1; turn_due = 1; ahead = 0; printf("the order's first day comes\n") }
#endif
  od
}
