"""The tables: one aggregate a file. Importing this package knows them all."""

from models.acceptance import AcceptanceModel
from models.accounts import Account, ApiRate, ApiToken, SignIn, SignInCode
from models.aid import DoubleHelpNote, OtherHelp
from models.alerts import Alert
from models.answer_links import AnswerLink
from models.applications import Application, ApplicationPaper, ApplicationStep, LegalClock
from models.askings import Asking, AskingWave
from models.assessments import Assessment, AssessmentDraft, ProgrammeAnswer
from models.base import Base, Owned
from models.broadcasts import Broadcast, BroadcastPerson
from models.calls import Call, CallTask
from models.case_transfers import CaseTransfer
from models.cases import AidGiven, Case, Need
from models.check_ins import CheckInPlan, CheckInSlot, RungClimbed
from models.closing_proposals import ClosingProposal
from models.consent import ConsentEntry, ConsentNote
from models.contacts import ContactPoint, ContactSafetyRule, OtherContact
from models.costs import CostDay, SenderPace
from models.crises import Crisis, EmergencyCall
from models.directory import (
    DirectoryEntry,
    DirectoryTerm,
    Organisation,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceContact,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
    ServicePlace,
)
from models.directory_uploads import DirectoryUpload
from models.duty import DutyPeriod, StaffLeave
from models.gaps import GapNote
from models.goals import CaseGoal
from models.households import Household, HouseholdMember
from models.merges import KeptApart, Merge
from models.messages import InboundMessage, Message, MessageEvent
from models.offers import Offer, Task, Visit, Worry
from models.people import (
    DeathRecord,
    Person,
    PersonRole,
    Relationship,
    Responsibility,
    SearchTerm,
)
from models.proposals import MatchAppeal, OpenPlace, Proposal, ProposalList
from models.receiver_links import ReceiverLink, ReceiverOpening
from models.records import (
    AccessLogEntry,
    Attachment,
    Heartbeat,
    Operation,
    Run,
    TimelineEntry,
)
from models.referral_packets import ReferralPacket, SharingOverride
from models.referrals import Referral
from models.reports import Report, Reporter, ReportTerm
from models.screening import ScreeningRound, ScreeningTurn
from models.sending import SendingStop
from models.sharing import CalendarFeed, EvidencePack
from models.town_holidays import TownHoliday
from models.towns import Area, Centre, CentreCoverage, SettingEntry, Town
from models.volunteers import RefusedHelper, VolunteerProfile
from models.webhooks import SendingState, Webhook, WebhookSending
from models.weekly import Backup, Introduction, MissedWeek
from models.word_erasures import WordErasure
from models.wordings import WordingRehearsal

__all__ = [
    "AcceptanceModel",
    "AccessLogEntry",
    "Account",
    "AidGiven",
    "Alert",
    "AnswerLink",
    "ApiRate",
    "ApiToken",
    "Application",
    "ApplicationPaper",
    "ApplicationStep",
    "Area",
    "Asking",
    "AskingWave",
    "Assessment",
    "AssessmentDraft",
    "Attachment",
    "Backup",
    "Base",
    "Broadcast",
    "BroadcastPerson",
    "CalendarFeed",
    "Call",
    "CallTask",
    "Case",
    "CaseGoal",
    "CaseTransfer",
    "Centre",
    "CentreCoverage",
    "CheckInPlan",
    "CheckInSlot",
    "ClosingProposal",
    "ConsentEntry",
    "ConsentNote",
    "ContactPoint",
    "ContactSafetyRule",
    "CostDay",
    "Crisis",
    "DeathRecord",
    "DirectoryEntry",
    "DirectoryTerm",
    "DirectoryUpload",
    "DoubleHelpNote",
    "DutyPeriod",
    "EmergencyCall",
    "EvidencePack",
    "GapNote",
    "Heartbeat",
    "Household",
    "HouseholdMember",
    "InboundMessage",
    "Introduction",
    "KeptApart",
    "LegalClock",
    "MatchAppeal",
    "Merge",
    "Message",
    "MessageEvent",
    "MissedWeek",
    "Need",
    "Offer",
    "OpenPlace",
    "Operation",
    "Organisation",
    "OtherContact",
    "OtherHelp",
    "Owned",
    "Person",
    "PersonRole",
    "ProgrammeAnswer",
    "Proposal",
    "ProposalList",
    "ReceiverLink",
    "ReceiverOpening",
    "Referral",
    "ReferralPacket",
    "RefusedHelper",
    "Relationship",
    "Report",
    "ReportTerm",
    "Reporter",
    "Responsibility",
    "Run",
    "RungClimbed",
    "ScreeningRound",
    "ScreeningTurn",
    "SearchTerm",
    "SenderPace",
    "SendingState",
    "SendingStop",
    "Service",
    "ServiceArea",
    "ServiceCapacity",
    "ServiceContact",
    "ServiceHours",
    "ServiceLanguage",
    "ServiceNeed",
    "ServicePlace",
    "SettingEntry",
    "SharingOverride",
    "SignIn",
    "SignInCode",
    "StaffLeave",
    "Task",
    "TimelineEntry",
    "Town",
    "TownHoliday",
    "Visit",
    "VolunteerProfile",
    "Webhook",
    "WebhookSending",
    "WordErasure",
    "WordingRehearsal",
    "Worry",
]
