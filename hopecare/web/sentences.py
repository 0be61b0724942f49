"""Codes of refusals as sentences: what is wrong, and what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.web.complaints import Complaint
from hopecare.web.sentences_of_points import OF_POINTS

if TYPE_CHECKING:
    from hopecare.language.reader import Reader

PHONE_EXAMPLES: Final = {"KR": "010-1234-5678", "GB": "07700 900123", "US": "(202) 555-0123"}
SENTENCES: Final[dict[str, str]] = {
    "required": N_("Please fill this in."),
    "null": N_("Please fill this in."),
    "missing": N_("Please fill this in."),
    "no_words": N_("Please write at least a few words."),
    "choose_one": N_("Please choose at least one."),
    "not_words": N_("Please write words here."),
    "too_long": N_(
        "This is too long: %(given)s characters, and at most %(limit)s fit. "
        "What fits is kept below; please shorten it."
    ),
    "control_character": N_(
        "There was an invisible sign in this that cannot be kept. It was taken out below; "
        "please look it over and send it again."
    ),
    "emoji": N_("Please leave out pictures (emoji) here: not every telephone can show them."),
    "date_unreadable": N_("This is not a day we can read. Please write it like %(day)s."),
    "date_ambiguous": N_("This could be two different days. Please write it like %(day)s."),
    "date_century_unclear": N_("Please write the year with four digits, like %(day)s."),
    "date_in_future": N_("This day has not come yet. Please check the year."),
    "after_today": N_("Please choose tomorrow or a later day."),
    "who_rang": N_("Please write who rang, when, and what the emergency services said."),
    "whose": N_("Please say of whom this is true."),
    "date_in_past": N_("This day is over. Please choose today or a later day."),
    "too_late_today": N_("It is too late for that day. Please choose a later one."),
    "after_its_hour": N_(
        "This is after the hour the call is owed by. "
        "Choose an earlier one, or say that you know it."
    ),
    "fewer_days": N_("These are too many events for once. Please choose fewer days."),
    "too_far_ahead": N_("This day is too far ahead. Please choose one within two months."),
    "not_for_an_office": N_(
        "An office was rung: please choose whether somebody spoke, nobody answered, "
        "they asked for a later call, or the number is wrong."
    ),
    "call_cannot_wait": N_("This call cannot wait. Please ring now, or let somebody else ring."),
    "rung_again_soon": N_(
        "This call cannot wait that long. Leave the day empty: it is rung again within two hours."
    ),
    "date_too_late": N_("This day is too far ahead. Please check the year."),
    "date_too_early": N_("This day is too long ago. Please check the year."),
    "not_hours": N_(
        "These are not hours we can read. Please write them like 09:00-12:00, 13:00-18:00, "
        "or 22:00-06:00."
    ),
    "not_mail": N_("This is not an e-mail address. Please write it like office@example.org."),
    "not_a_page": N_("This is not a web address. Please write it like https://example.org."),
    "not_a_time": N_("This is not a time we can read. Please write it like 09:30."),
    "not_a_number": N_("Please write a whole number in digits."),
    "not_an_amount": N_("Please write an amount, like 1,200,000 or 120만."),
    "cannot_wait": N_(
        "Somebody may be in danger: staff are told of this at once, by day and by night."
    ),
    "out_of_range": N_("Please write a number from %(least)s to %(most)s."),
    "not_an_address": N_("Please give a whole address that begins with https://."),
    "not_a_choice": N_("Please choose one of the answers offered."),
    "not_known_safe": N_("Somebody is not known to be safe. Please clear their check-in first."),
    "second_person_needed": N_(
        "A second person is asked here. Please propose it on the case's page."
    ),
    "look_at_change": N_("Please say that you have looked at what has changed."),
    "said_as_impression": N_("The helper calls this an impression: it does not leave as a fact."),
    "crisis_not_seen": N_("A crisis goes on in this case. Please say whether you take both."),
    "crisis_stands": N_("A crisis has no all-clear yet. Please give it first."),
    "moment_in_future": N_("This moment has not come yet. Please check the day and the time."),
    "no_day_of_a_refusal": N_("They do not take it on: no further day is waited for."),
    "due_before_start": N_("This day is before it began. Please check the year."),
    "before_help": N_("This day is before the help came."),
    "responsible_already": N_("They are responsible already. Please choose somebody else."),
    "programme_or_name": N_("Please choose a programme, or write what it is called."),
    "bridge_or_reason": N_("Please choose what a neighbour does, or why nobody has to."),
    "bridge_needs_consent": N_("They have not agreed to neighbours' help yet."),
    "appointment_missing": N_("Please write down an appointment that lies ahead first."),
    "before_submission": N_("This day is before it was handed in."),
    "before_decision": N_("This day is before the decision or its notice."),
    "extended_after_due": N_("The answer was due before that day: more time comes too late."),
    "not_later": N_("This is not later than the day that holds now."),
    "no_clock_known": N_("No clock is known here. Please ask the office and write the day down."),
    "unknown": N_("Please choose one of the answers offered."),
    "phone_empty": N_("Please write a telephone number, like %(example)s."),
    "phone_not_a_number": N_("This is not a telephone number. Please write it like %(example)s."),
    "phone_too_short": N_("This number is too short. Please write it like %(example)s."),
    "phone_too_long": N_("This number is too long. Please write it like %(example)s."),
    "phone_not_in_use": N_("No telephone has this number. Please write it like %(example)s."),
    "phone_invented": N_("This is an invented number for trying out. Please write a real one."),
    "phone_not_mobile": N_("They are asked by text and sign in by it: please write a mobile one."),
    "phone_takes_no_texts": N_("Alerts are texts: please write a number that takes them."),
    "phone_not_theirs": N_("For somebody else, please write a number they have here already."),
    "nothing_to_copy": N_(
        "Nothing was copied: that week is empty, over, or stands in the next one already."
    ),
    "only_holidays": N_("This falls on public holidays only, so nothing is left to be written."),
    "not_of_this_centre": N_("Please choose somebody of this centre or of the whole town."),
    "perhaps_known": N_("Somebody like this is known already. Please look at them first."),
    "number_of_others": N_(
        "This is also the telephone of %(names)s. Please look whether the number is right; where "
        "they share the telephone, tick it below."
    ),
    "outside_town": N_(
        "This place is outside our town. Please choose one of the town's districts."
    ),
    "not_a_point": N_("Please write latitude and longitude like 37.636, 127.217."),
    "rehearsal_not_seen": N_(
        "Please look first at what this would have caused. It stands below; then use it."
    ),
    "unfit_sign": N_(
        'No telephone here can show "%(sign)s" (sign %(place)s). Please write it otherwise.'
    ),
    "preview_not_seen": N_("Please look first at whom it reaches. It stands below; then send it."),
    "group_changed": N_("This is not the message that you looked at. Please look once more below."),
    "nobody_reachable": N_("Nobody of this group can be reached, so nothing was sent."),
    "past_the_cap": N_("This costs more than is left of the month's money, so nothing was sent."),
    "share_not_seen": N_(
        "Please look first at what would be shared. It stands below; then send it."
    ),
    "referral_for_other": N_(
        "This referral is for something else: its outcome would decide the wrong application."
    ),
    "referral_applied_with": N_(
        "An application that is not decided yet goes with this referral already."
    ),
    "applied_already": N_("This programme is applied for already, and not decided yet."),
    "consent_needed_first": N_("Please record first that they agree to sharing with an agency."),
    "right_needed": N_(
        "Without their consent it needs one of these rights, and words. Or record their consent."
    ),
    "referral_open_there": N_("They are referred to this service already, and it is still open."),
    "changed_since_seen": N_(
        "Something has changed since you looked. Please look once more at what would be shared."
    ),
    "speaks_against": N_(
        "Something speaks against sending. Please say why it is sent all the same, or do not send."
    ),
    "ask_capacity_first": N_(
        "What we know of their free places is too old. Please ring them first, or say why not."
    ),
    "steers_already": N_("They steer the case already. Please choose somebody else."),
    "checks_changed": N_(
        "What speaks against it has changed since you looked. Please look at it once more."
    ),
    "choice_needed": N_("Please write on which day the person chose this."),
    "referral_over": N_("This referral is over: its office needs no link any more."),
    "no_text_forbidden": N_("It is written down that they must not be texted. Please ring them."),
    "no_text_not_agreed": N_("They did not agree to be contacted like this. Please ring them."),
    "no_text_shared": N_("Others use their telephone too. Please ring them."),
    "no_text_no_way": N_("They have no telephone that takes texts. Please ring them."),
    "say_it_is_safe": N_("Please say that it is safe to write to them now, or ring them."),
    "answer_not_due": N_("The day of the answer is not over yet."),
    "wording_unfit": N_(
        "One of these wordings cannot be said as it is. What is wrong stands below."
    ),
    "only_if_open": N_("Free places are counted only where the office takes people in."),
    "step_without_wait": N_("A step needs both: whom, and after how many minutes."),
    "no_steps": N_("Please write at least one step: somebody has to hear of it."),
    "too_many_steps": N_("At most %(limit)s steps fit. Please leave one out."),
    "wait_out_of_range": N_("A wait lasts from 5 minutes to a day."),
    "waits_do_not_rise": N_("Each step has to come later than the one before it."),
    "turned_to_twice": N_("Coordinator, social worker and emergency stand once each."),
    "nobody_on_duty": N_("Somebody on duty has to hear of it: please add the coordinator."),
    "ends_without_staff": N_(
        "The last step has to be the coordinator, the social worker or the emergency number."
    ),
    "emergency_too_early": N_("The coordinator comes before the emergency number."),
    "before_case": N_("This day is before the case was opened."),
    "goal_already": N_("This goal stands in the plan already."),
    "agreed_day_missing": N_("Please write on which day they agreed."),
    "ends_before_it_begins": N_("The end is before the beginning."),
    "already_there": N_("This is already there."),
    "holiday_already": N_("This day is a public holiday already."),
    "sign_in_refused": N_(
        "Name or password is not right. After five wrong tries signing in closes for 15 minutes."
    ),
    "code_refused": N_("This number is not right or is over. You can have a new one texted."),
    "before_referral": N_("This day is before the referral."),
    "before_objection": N_(
        "This day is before the objection: what is asked for here is the answer to the objection."
    ),
    "does_not_answer": N_("These words do not answer that question. Please choose another one."),
    "ends_before_start": N_("The end is before the beginning."),
    "password_too_short": N_("A password needs at least 12 characters."),
    "password_same": N_("This is the password you have now. Please choose another."),
    "passwords_differ": N_("The two new passwords are not the same."),
    "old_password_refused": N_(
        "This is not your password. After five wrong tries it closes for 15 minutes."
    ),
    "password_contains_name": N_("A password must not contain the name to sign in."),
    "name_with_space": N_("A sign-in name is one word without spaces."),
    "name_taken": N_("This name is taken. Please choose another."),
    "reason_needed": N_("Please say why."),
    "only_over_a_limit": N_("An amount goes only with a limit that was passed."),
    "fewer_than_listed": N_("More people are listed than were counted."),
    "second_limit_needed": N_("Please write the second limit too."),
    "bounds_contradict": N_("The two limits contradict each other."),
    "no_rules_on_date": N_("The rules say nothing about this day. Please choose a later one."),
    "code_unreadable": N_(
        "This is not a referral code. It has eight letters and digits; please look at the sheet."
    ),
    "service_ended": N_("This service has ended. Please choose another."),
    "amount_without_grant": N_("Nothing was granted, so there is no amount."),
    "too_many_reports": N_(
        "Very many reports came from your network in this hour, so this one was not sent. "
        "Please call us at %(phone)s. What you wrote is still below; in an hour it can be sent."
    ),
    "nothing_to_find_by": N_(
        "Please write a name, a telephone or an address: anything by which we can find the person."
    ),
    "code_unknown": N_("We do not know this code. Please check each letter and digit."),
    "record_consent_missing": N_(
        "Without a yes to keeping a record nobody is opened. After a no, set the report aside."
    ),
    "keyholder_consent_missing": N_(
        "The resident has to agree first that somebody else is asked to look in."
    ),
    "interpreter_missing": N_("Please write the interpreter's name."),
    "paper_missing": N_("A proxy decides only with a paper. Please write which paper you saw."),
    "proxy_missing": N_("Please write who decides for them."),
    "hours_over_midnight": N_(
        "These hours go over midnight, and nobody is asked at night. "
        "Please write hours of one day, like 09:00 until 20:00."
    ),
    "both_hours_needed": N_("Please write both hours: from when and until when."),
    "somebody_else": N_("Please choose somebody else: nobody can be this for themself."),
    "too_few_tries": N_(
        '"Not found" needs at least two dated tries. Please write them down first.'
    ),
    "choose_another_centre": N_("Please choose the centre that takes it over."),
    "not_your_own": N_("Nobody closes their own account. Ask another administrator."),
    "at_night": N_(
        "Nobody is rung or texted at night here. Please choose a time from %(starts)s to %(ends)s."
    ),
    "file_missing": N_("Please choose a photo or a PDF of the paper."),
    "directory_missing": N_("Please choose the file of the directory."),
    "file_again": N_("Please choose the file once more: a browser does not let us keep it."),
    "file_empty": N_("There is nothing in this file. Please choose another."),
    "file_too_large": N_("This file is too large: at most %(limit)s megabytes can be sent."),
    "paper_kind": N_(
        "We can read photos (JPEG, PNG, WebP) and PDFs, and this is something else. "
        "Please take a photo of the paper."
    ),
    "paper_animated": N_("This picture moves. Please take a still photo of the paper."),
    "paper_too_many_pixels": N_(
        "This picture has too many dots: at most %(limit)s million. "
        "Please take it again in a smaller size."
    ),
    "paper_too_small": N_("This picture is too small to be read. Please take it from closer."),
    "paper_unreadable": N_(
        "This file is damaged or was cut off on its way. Please take a photo of the paper again."
    ),
    "paper_too_many_pages": N_(
        "This PDF has %(given)s pages, and at most %(limit)s fit. Please send it in parts."
    ),
    "paper_locked": N_(
        "This PDF is locked with a password. Please send one without, or a photo of the paper."
    ),
    "paper_busy": N_("Many pictures are being read just now. Please send it again in a moment."),
    "paper_without_answer": N_(
        "A paper goes with an answer on paper or by a proxy. Please choose one of the two."
    ),
    "who_is_missing": N_("Please choose a body, or write who it was."),
    "more_than_a_year_ago": N_("This is more than a year ago. Please check the day."),
    "not_a_worth": N_("This is more than anything we write down is worth. Please check it."),
    "other_money": N_("Amounts are kept in %(currency)s here. Please write it in that money."),
    "said_no_to_record": N_(
        "They were asked, and want no record any more. Sharing takes another right."
    ),
    "sharing_not_agreed": N_(
        "The resident does not agree that this is shared. Please ask them, or write why it has "
        "to be shared all the same."
    ),
    "not_a_hash": N_("Please type at least the first eight signs, digits and letters a to f."),
    "not_a_pack": N_("This file is no evidence pack of ours, or it is too large."),
    "invalid": N_("Please check this."),
    **OF_POINTS,
}


def sentence_of(code: str, reader: Reader) -> str:
    """Say what is wrong in the reader's language; a code without a sentence asks to check."""
    facts = dict(code.facts) if isinstance(code, Complaint) else {}
    said = {key: reader.count(of) if isinstance(of, int) else str(of) for key, of in facts.items()}
    said.setdefault("day", reader.today.isoformat())
    said["example"] = PHONE_EXAMPLES.get(reader.country, "+82 10-1234-5678")
    return reader.say(SENTENCES.get(str(code), SENTENCES["invalid"]), **said)
