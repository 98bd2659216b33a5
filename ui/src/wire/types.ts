// The shapes of the JSON API under short names. Everything comes from `api.d.ts`, which is generated.
import type { components } from './api';

type Schemas = components['schemas'];

/** The server always sends every field, with `null` where there is nothing; OpenAPI cannot say so. */
type Told<T> = T extends (infer Item)[] ? Told<Item>[] : T extends object ? { [Name in keyof T]-?: Told<T[Name]> } : T;

export type Purpose = Schemas['Purpose'];
export type SignInGoal = Schemas['Goal'];
export type Errand = Schemas['Errand'];
export type Way = Schemas['Way'];
export type NextStep = Schemas['Next'];
export type RefusalView = Told<Schemas['RefusalView']>;
export type Stage = Told<Schemas['StageView']>;
export type FlowView = Told<Schemas['FlowView']>;
export type ProofView = Told<Schemas['ProofView']>;
export type LinkView = Told<Schemas['LinkView']>;
export type StepsView = Schemas['Steps'];
export type VisitView = Told<Schemas['VisitView']>;
export type Bilingual = Schemas['Both'];
export type Context = Told<Schemas['Context']>;
export type Go = Schemas['Go'];
export type StartRequest = Schemas['StartFlow'];
export type Started = Told<Schemas['StartedFlow']>;
export type HandoffView = Told<Schemas['HandoffView']>;
export type Can = Schemas['Can'];
export type ActKind = Schemas['ActKind'];
export type ActView = Told<Schemas['ActView']>;
export type ActStage = ActView['stage'];
export type IssuedView = Told<Schemas['IssuedView']>;
export type UnderWayView = Told<Schemas['UnderWayView']>;
export type MethodView = Told<Schemas['MethodView']>;
export type CoachView = Told<Schemas['CoachView']>;
export type ContactView = Told<Schemas['ContactView']>;
export type PendingAddress = Told<Schemas['PendingAddress']>;
export type ContactsView = Told<Schemas['ContactsView']>;
export type Deed = Schemas['Deed'];
export type EntryView = Told<Schemas['EntryView']>;
export type HistoryView = Told<Schemas['HistoryView']>;
export type FreezeView = Told<Schemas['FreezeView']>;
export type Question = Schemas['Question'];
export type GuideAnswer = Schemas['Answer'];
export type GuideRoute = Schemas['Route'];
export type RouteView = Told<Schemas['RouteView']>;
export type GuideView = Told<Schemas['GuideView']>;
export type CloudService = Schemas['CloudService'];
export type RescueState = Told<Schemas['RescueState']>;
export type SalvageView = Told<Schemas['SalvageView']>;
export type ApplySalvage = Schemas['ApplySalvage'];
export type CaseView = Told<Schemas['CaseView']>;
export type OfficeView = Told<Schemas['OfficeView']>;
export type AlumniView = Told<Schemas['AlumniView']>;
export type KioskView = Told<Schemas['KioskView']>;
export type KioskRow = Told<Schemas['KioskRow']>;
export type KiosksView = Told<Schemas['KiosksView']>;
export type KioskInvitation = Told<Schemas['KioskInvitation']>;
export type ReaderState = Schemas['ReaderState'];
export type PaperState = Schemas['PaperState'];
