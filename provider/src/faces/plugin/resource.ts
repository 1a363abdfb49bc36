import {
  type CheckRequest,
  type CheckResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb"
import { Empty } from "google-protobuf/google/protobuf/empty_pb"
import type { Struct } from "google-protobuf/google/protobuf/struct_pb"
import { lifecycles } from "../../resources"
import type { Context } from "../../resources/context"
import { facts } from "../../resources/facts"
import { oldsOfImported } from "../../resources/imported"
import { InitFailure } from "../../resources/lifecycle"
import { isNew, type Properties } from "../../resources/properties"
import { hiddenKey, hiddenOf, plain } from "../hidden"
import { check } from "./check"
import { diffResponse } from "./difference"
import { ResourceFailure } from "./failure"
import { kindOfUrn } from "./kinds"
import { type Marks, markedPaths, type Received } from "./marks"
import { previewed, refuseReplacement } from "./previewed"
import { readInputs } from "./read-inputs"
import { rescued } from "./rescued"
import type { Run } from "./run"
import { markedOutputs } from "./secrecy"
import { decoded, encoded } from "./values"

/** The calls of the engine on one resource. */
export class Resource {
  private readonly lifecycle
  private readonly facts

  constructor(
    private readonly run: Run,
    private readonly urn: string,
  ) {
    const kind = kindOfUrn(urn)
    this.lifecycle = lifecycles[kind]
    this.facts = facts[kind]
  }

  check(request: CheckRequest): Promise<CheckResponse> {
    return check(this.run, { urn: this.urn, lifecycle: this.lifecycle, facts: this.facts }, request)
  }

  async diff(request: DiffRequest): Promise<DiffResponse> {
    const [state, before] = [request.getOlds(), request.getOldInputs()].map(
      (struct) => decoded(struct).value,
    ) as [Properties, Properties]
    const { value: now, marks } = decoded(request.getNews())
    const olds = this.compared(state, before, now)
    const context = { ...this.context("look", now, state), secretInputs: markedPaths(marks) }
    const found = await this.lifecycle.diff(context, request.getId(), olds, plain(now))
    return diffResponse(this.facts, found, olds, now)
  }

  /** What new inputs are compared with. */
  private compared(state: Properties, before: Properties, now: Properties): Properties {
    const { imported, owner } = hiddenOf(now)
    if (owner && !imported) return plain(state)
    // Until the first `up` after an import the inputs are what the API showed, also as the new ones of a refresh.
    const declared = hiddenOf(before).owner ? plain(before) : undefined
    return oldsOfImported(this.facts, { shown: plain(state), before: declared, now: plain(now) })
  }

  async create(request: CreateRequest): Promise<CreateResponse> {
    const inputs = decoded(request.getProperties())
    const response = new CreateResponse()
    response.setRefreshBeforeUpdate(this.isRefreshedFirst)
    if (request.getPreview()) {
      const shown = { ...plain(inputs.value), endpoint: this.run.session.endpoint }
      response.setProperties(encoded(shown, markedOutputs(this.facts, shown, inputs)))
      return response
    }
    const context = this.context("create", inputs.value, {}, request.getTimeout())
    const properties = plain(inputs.value)
    const made = this.lifecycle.create(context, properties)
    const { id, outputs } = await this.making(inputs, rescued(this.lifecycle, context, properties, made))
    response.setId(id)
    response.setProperties(this.kept(id, outputs, [inputs]))
    return response
  }

  async read(request: ReadRequest): Promise<ReadResponse> {
    const [state, inputs] = [decoded(request.getProperties()), decoded(request.getInputs())]
    const context = this.context("look", inputs.value, state.value)
    const found = await this.lifecycle.read(context, request.getId(), plain(state.value))
    const response = new ReadResponse()
    if (!found) return response
    const { account } = hiddenOf(state.value)
    response.setId(found.id)
    response.setRefreshBeforeUpdate(this.isRefreshedFirst)
    response.setProperties(this.kept(found.id, found.outputs, [inputs, state], account))
    response.setInputs(
      isNew(inputs.value) ? this.importedInputs(found.id, found.outputs) : request.getInputs(),
    )
    return response
  }

  /** What an import, or a look at a thing that another stack manages, takes for the declaration. */
  private importedInputs(id: string, outputs: Properties): Struct {
    const { inputs, secret } = readInputs(this.facts, outputs)
    const struct = encoded(inputs)
    this.run.leftOut.note(this.urn, { id, inputs: decoded(struct).value, secret })
    return struct
  }

  async update(request: UpdateRequest): Promise<UpdateResponse> {
    const [state, inputs] = [decoded(request.getOlds()), decoded(request.getNews())]
    const [olds, news] = [plain(state.value), plain(inputs.value)]
    const compared = this.compared(state.value, decoded(request.getOldInputs()).value, inputs.value)
    const { account } = hiddenOf(state.value)
    const response = new UpdateResponse()
    response.setRefreshBeforeUpdate(this.isRefreshedFirst)
    if (request.getPreview()) {
      const shown = previewed(this.facts, { olds, compared, news })
      response.setProperties(this.kept(request.getId(), shown, [inputs], account))
      return response
    }
    const { update, label } = this.lifecycle
    const context = this.context("update", inputs.value, state.value, request.getTimeout())
    refuseReplacement(this.facts, label(context, request.getId()), compared, news)
    const outputs = await this.making(inputs, update?.(context, request.getId(), olds, news) ?? news, account)
    response.setProperties(this.kept(request.getId(), outputs, [inputs], account))
    return response
  }

  async delete(request: DeleteRequest): Promise<Empty> {
    const { value } = decoded(request.getProperties())
    const context = this.context("delete", decoded(request.getOldInputs()).value, value, request.getTimeout())
    await this.lifecycle.delete(context, request.getId(), plain(value))
    return new Empty()
  }

  private get isRefreshedFirst(): boolean {
    return this.run.session.configuration.refreshBeforeUpdate
  }

  /** @param seconds 0 if nothing was said. */
  private context(
    operation: Context["operation"],
    inputs: Properties,
    state: Properties,
    seconds = 0,
  ): Context {
    const { owner, nonce } = hiddenOf(inputs)
    return this.run.context(this.urn, {
      operation,
      seconds,
      owner,
      nonce,
      accountMark: hiddenOf(state).account,
    })
  }

  /** Outputs as the state keeps them. @param before The mark of the account that it keeps already. */
  private kept(id: string, outputs: Properties, sources: Received[], before?: string): Struct {
    const account = this.run.session.account.mark(id, before)
    const marks: Marks = markedOutputs(this.facts, outputs, ...sources)
    return encoded({ ...outputs, [hiddenKey]: { account } }, marks)
  }

  private async making<T>(inputs: Received, work: Promise<T> | T, before?: string): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof InitFailure)) throw error
      const { id, properties, reasons } = error
      const outputs = this.kept(id, properties, [inputs], before)
      throw new ResourceFailure({
        id,
        properties: outputs,
        inputs: encoded(inputs.value, inputs.marks),
        reasons,
        isRefreshedFirst: this.isRefreshedFirst,
      })
    }
  }
}
