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
