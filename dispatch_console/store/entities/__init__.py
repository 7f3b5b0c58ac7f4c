"""The tables, one module per topic. Operations change these entities; the journal is written from their flush."""

from dispatch_console.store.entities.base import Base
from dispatch_console.store.entities.call_desk import CallClaim, WrongNumber
from dispatch_console.store.entities.checklist import ChecklistItem
from dispatch_console.store.entities.customer_pages import CustomerLink, SurveyAnswer
from dispatch_console.store.entities.customers import Address, Customer, Erasure
from dispatch_console.store.entities.day_end import CashCount, CloseWaiver, DayClosing, VanClosing
from dispatch_console.store.entities.fleet import Depot, Driver, Shift, Vehicle
from dispatch_console.store.entities.handoffs import GoodsBack, Handoff, HandoffDraft, TurnedItem
from dispatch_console.store.entities.history import EmptiedOperation, JournalEntry, Operation
from dispatch_console.store.entities.inbox import InboxItem
from dispatch_console.store.entities.intake import QuarantinedRow, SourceMapping, SourceRule
from dispatch_console.store.entities.loading import SurplusParcel
from dispatch_console.store.entities.messages import (
    IncomingMessage,
    Message,
    MessageHours,
    MessageRule,
    MessageText,
    OptOut,
    ReplyMark,
    SendingStop,
    SiteKey,
    SmsPart,
    StrayReceipt,
)
from dispatch_console.store.entities.orders import CheckMark, Order, OrderLine, Parcel, PromiseEntry
from dispatch_console.store.entities.packing import (
    Box,
    Finding,
    Invoice,
    Material,
    MisScan,
    PaperRule,
    SupervisorCall,
    UsedMaterial,
)
from dispatch_console.store.entities.paper import Sheet
from dispatch_console.store.entities.permissions import Permission
from dispatch_console.store.entities.phones import DriverLink, DriverPhone, PhoneAct, PhonePhoto, VanCheck
from dispatch_console.store.entities.plans import DayPlan, PlanEdit, PlannedRest, PlanVariant, Route, Stop, StopOrder
from dispatch_console.store.entities.products import LearntWeight, PackedUnit, Product, ProductPicture
from dispatch_console.store.entities.proofs import PinTry, ProofRule
from dispatch_console.store.entities.region import RegionAddress, SpeedFactor
from dispatch_console.store.entities.regulars import RegularOrder
from dispatch_console.store.entities.sheet_rows import SheetRow
from dispatch_console.store.entities.site import CustomerNotice, SavedList, Site
from dispatch_console.store.entities.slots import ClosedDay, SlotRule
from dispatch_console.store.entities.sources import LiveSource, SourceHint, SourceWatch, WriteBackEntry
from dispatch_console.store.entities.zones import Zone

__all__ = [
    "Address",
    "Base",
    "Box",
    "CallClaim",
    "CashCount",
    "CheckMark",
    "ChecklistItem",
    "CloseWaiver",
    "ClosedDay",
    "Customer",
    "CustomerLink",
    "CustomerNotice",
    "DayClosing",
    "DayPlan",
    "Depot",
    "Driver",
    "DriverLink",
    "DriverPhone",
    "EmptiedOperation",
    "Erasure",
    "Finding",
    "GoodsBack",
    "Handoff",
    "HandoffDraft",
    "InboxItem",
    "IncomingMessage",
    "Invoice",
    "JournalEntry",
    "LearntWeight",
    "LiveSource",
    "Material",
    "Message",
    "MessageHours",
    "MessageRule",
    "MessageText",
    "MisScan",
    "Operation",
    "OptOut",
    "Order",
    "OrderLine",
    "PackedUnit",
    "PaperRule",
    "Parcel",
    "Permission",
    "PhoneAct",
    "PhonePhoto",
    "PinTry",
    "PlanEdit",
    "PlanVariant",
    "PlannedRest",
    "Product",
    "ProductPicture",
    "PromiseEntry",
    "ProofRule",
    "QuarantinedRow",
    "RegionAddress",
    "RegularOrder",
    "ReplyMark",
    "Route",
    "SavedList",
    "SendingStop",
    "Sheet",
    "SheetRow",
    "Shift",
    "Site",
    "SiteKey",
    "SlotRule",
    "SmsPart",
    "SourceHint",
    "SourceMapping",
    "SourceRule",
    "SourceWatch",
    "SpeedFactor",
    "Stop",
    "StopOrder",
    "StrayReceipt",
    "SupervisorCall",
    "SurplusParcel",
    "SurveyAnswer",
    "TurnedItem",
    "UsedMaterial",
    "VanCheck",
    "VanClosing",
    "Vehicle",
    "WriteBackEntry",
    "WrongNumber",
    "Zone",
]
