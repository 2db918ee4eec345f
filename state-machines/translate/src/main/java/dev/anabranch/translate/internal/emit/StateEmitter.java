package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.translate.internal.asl.AslMachine;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.ExecutionOrder;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.translate.internal.plan.StopCalls;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Emits the states of one machine: the whole workflow, a parallel branch, or one variant of a body. */
final class StateEmitter {

    private final Plan plan;
    private final ResultDemand demand;
    private final StateNames names;
    private final ValueExpressions values;
    private final BodyVariant variant;
    /** The number of Parallel states around this machine within its scope. */
    private final int branchDepth;
    /** The state that follows a failure that is tolerated; empty if a failure fails the machine. */
    private final Optional<String> outcomeState;
    /** Whether a state leads to the outcome state; a body without calls cannot fail. */
    private boolean outcomeIsUsed;
    /** Where child executions note the failure; empty if nothing reads it. */
    private final Optional<FailureNote> note;
    /** The states that record failures; null until a call needs them. */
    private @Nullable MachineFragment failure;

    private StateEmitter(
            Plan plan,
            ResultDemand demand,
            StateNames names,
            ValueExpressions values,
            BodyVariant variant,
            int branchDepth,
            Optional<String> outcomeState,
            Optional<FailureNote> note) {
        this.plan = plan;
        this.demand = demand;
        this.names = names;
        this.values = values;
        this.variant = variant;
        this.branchDepth = branchDepth;
        this.outcomeState = outcomeState;
        this.note = note;
    }

    /** Returns the emitter for the root. */
    static StateEmitter root(Plan plan, ResultDemand demand, StateNames names) {
        return new StateEmitter(
                plan,
                demand,
                names,
                ValueExpressions.root(plan, demand, names),
                BodyVariant.ORIGINAL,
                0,
                Optional.empty(),
                plan.graph().onFailure().map(FailureNote::of));
    }

    /** Emits a whole machine: the nodes in their order and the states that record their failures. */
    MachineFragment machine(ExecutionOrder order, StateExit exit) {
        MachineFragment work = part(order, exit);
        return failure == null ? work : work.and(failure);
    }

    private MachineFragment part(ExecutionOrder order, StateExit exit) {
        bindAll(order);
        return emit(order, exit);
    }

    /** Binds the results of all nodes to variables, before any state is emitted that uses them. */
    private void bindAll(ExecutionOrder order) {
        if (order instanceof ExecutionOrder.Step step) {
            bind(step.node());
        } else if (order instanceof ExecutionOrder.InSequence sequence) {
            sequence.parts().forEach(this::bindAll);
        } else if (order instanceof ExecutionOrder.InParallel parallel) {
            parallel.branches().forEach(branch -> demand.exports(branch).forEach(id -> bind(demand.node(id))));
        }
    }

    private void bind(Node node) {
        values.bind(node.id(), variable(node.id()));
    }

    /** Returns the variable for a node's result. A branch must not assign a variable of an enclosing scope. */
    private String variable(String node) {
        return names.variable(node, branchDepth);
    }

    private MachineFragment emit(ExecutionOrder order, StateExit exit) {
        return order.accept(new ExecutionOrder.Visitor<>() {
            @Override
            public MachineFragment step(ExecutionOrder.Step step) {
                return node(step.node(), exit);
            }

            @Override
            public MachineFragment inSequence(ExecutionOrder.InSequence sequence) {
                return sequence(sequence.parts(), exit);
            }

            @Override
            public MachineFragment inParallel(ExecutionOrder.InParallel parallel) {
                return ended(exit, "end of " + first(parallel), next -> parallel(parallel, next));
            }
        });
    }

    private MachineFragment sequence(List<ExecutionOrder> parts, StateExit exit) {
        if (parts.isEmpty()) {
            return exit instanceof StateExit.To to ? new MachineFragment(to.state(), Map.of()) : end(exit, "done");
        }
        List<MachineFragment> fragments = new ArrayList<>();
        StateExit next = exit;
        for (int i = parts.size() - 1; i >= 0; i--) {
            MachineFragment fragment = emit(parts.get(i), next);
            fragments.add(0, fragment);
            next = new StateExit.To(fragment.entry());
        }
        return fragments.get(0).and(fragments.subList(1, fragments.size()).toArray(MachineFragment[]::new));
    }

    private MachineFragment node(Node node, StateExit exit) {
        return node.accept(new Node.Visitor<>() {
            @Override
            public MachineFragment call(Node.Call call) {
                Optional<InlineValue> condition =
                        demand.isRelayedCondition(call) ? values.inline(call.input()) : Optional.empty();
                return condition
                        .map(value -> ended(exit, "end of " + call.id(), next -> read(call, value, next)))
                        .orElseGet(() -> task(call, exit));
            }

            @Override
            public MachineFragment fanOut(Node.FanOut fanOut) {
                return ended(exit, "end of " + fanOut.id(), next -> map(fanOut, next));
            }

            @Override
            public MachineFragment repeat(Node.Repeat repeat) {
                return ended(exit, "end of " + repeat.id(), next -> new RepeatEmitter(
                                plan, demand, names, values, variant, catchers())
                        .emit(repeat, variable(repeat.id()), next, inside -> rounds(repeat, inside)));
            }

            @Override
            public MachineFragment when(Node.When when) {
                return ended(exit, "end of " + when.id(), next -> choice(when, next));
            }

            @Override
            public MachineFragment wait(Node.Wait wait) {
                return timed(wait, exit);
            }

            @Override
            public MachineFragment await(Node.Await await) {
                return ended(exit, "end of " + await.id(), next -> answered(await, next));
            }

            @Override
            public MachineFragment guard(Node.Guard guard) {
                return ended(
                        exit,
                        "end of " + guard.id(),
                        next -> guard.isAttempt() ? attempt(guard, next) : ensured(guard, next));
            }

            @Override
            public MachineFragment subRun(Node.SubRun run) {
                return run(run, exit);
            }
        });
    }

    /** Emits a fragment that cannot end a machine itself. If it is last, an end state is added. */
    private MachineFragment ended(StateExit exit, String name, Function<String, MachineFragment> fragment) {
        if (exit instanceof StateExit.To to) {
            return fragment.apply(to.state());
        }
        MachineFragment end = end(exit, name);
        return fragment.apply(end.entry()).and(end);
    }

    private MachineFragment end(StateExit exit, String preferred) {
        return MachineFragment.of(
                names.state(variant.name(preferred)),
                new AslState.Pass(Translator.none(), output(exit, values), Transition.END));
    }

    private JsonNode output(StateExit exit, ValueExpressions values) {
        if (exit instanceof StateExit.Return returned) {
            return values.wire(returned.expr());
        }
        if (exit instanceof StateExit.Exports exports) {
            ObjectNode output = Translator.none();
            exports.nodes().forEach(id -> output.set(names.field(id), JsonataWriter.of(values.expression(id))));
            return output;
        }
        return exit instanceof StateExit.To ? ScopeFrame.ALL : Translator.none();
    }

    // ------------------------------------------------------------------------------------------------ one call

    private MachineFragment task(Node.Call call, StateExit exit) {
        return task(call, InvocationEmitter.arguments(plan, demand, call, values), exit);
    }

    private MachineFragment task(Node.Call call, ObjectNode arguments, StateExit exit) {
        ValueExpressions after = values;
        ObjectNode assign = Translator.none();
        if (demand.isUsed(call.id()) && !plan.recorded().contains(call.id())) {
            if (exit instanceof StateExit.To) {
                assign.set(variable(call.id()), JsonataWriter.of("$states.result.Payload"));
            } else {
                after = values.branch();
                after.bind(call.id(), "states.result.Payload");
            }
        }
        String name = variant.state(names, call.id());
        AslState state = new AslState.Task(
                InvocationEmitter.RESOURCE,
                arguments,
                assign,
                output(exit, after),
                InvocationEmitter.timeoutSeconds(call),
                InvocationEmitter.retriers(call),
                List.of(FailureEmitter.caught(call.id(), failure())),
                exit instanceof StateExit.To to ? Transition.to(to.state()) : Transition.END);
        return MachineFragment.of(name, state);
    }

    /**
     * Emits a Choice that reads a condition, and the call that reads it if its value travels by reference. Anything but
     * true counts as false.
     */
    private MachineFragment read(Node.Call call, InlineValue condition, String next) {
        MachineFragment relay = task(call, new StateExit.To(next));
        AslState state = new AslState.Choice(
                List.of(
                        read(call, condition.isKnown() + " and " + condition.value() + " = true", true, next),
                        read(call, condition.isKnown(), false, next)),
                relay.entry());
        return MachineFragment.of(names.state(variant.name("inline: " + call.id()), call.id()), state)
                .and(relay);
    }

    private AslState.Rule read(Node.Call call, String condition, boolean result, String next) {
        ObjectNode assign = Translator.none();
        assign.putObject(variable(call.id())).put("v", result);
        return new AslState.Rule(JsonataWriter.text(condition), assign, next);
    }

    /** Emits the call of a timer, whose result is the time at which the wait ends, and a Wait state. */
    private MachineFragment timed(Node.Wait wait, StateExit exit) {
        String waiting = names.state(variant.name("wait of " + wait.id()), wait.id());
        ObjectNode assign = Translator.none();
        assign.set(variable(wait.id()), JsonataWriter.of("$states.result.Payload"));
        AslState timer = new AslState.Task(
                InvocationEmitter.RESOURCE,
                InvocationEmitter.timer(plan, wait, values),
                assign,
                ScopeFrame.ALL,
                InvocationEmitter.timeoutSeconds(wait.timer()),
                InvocationEmitter.retriers(wait.timer()),
                List.of(FailureEmitter.caught(wait.id(), failure())),
                Transition.to(waiting));
        AslState state = new AslState.Wait(
                JsonataWriter.of(values.expression(wait.id()) + ".v"),
                output(exit, values),
                exit instanceof StateExit.To to ? Transition.to(to.state()) : Transition.END);
        return MachineFragment.of(variant.state(names, wait.id()), timer).and(MachineFragment.of(waiting, state));
    }

    /** Emits the state that waits for an answer, and the state that ends the wait after its timeout. */
    private MachineFragment answered(Node.Await await, String next) {
        if (await.start().isPresent()) {
            return calledBack(await, next);
        }
        String late = names.state(variant.name("timeout of " + await.id()), await.id());
        AslState waiting =
                AwaitEmitter.waiting(values.frame(), await, next, late, FailureEmitter.caught(await.id(), failure()));
        return MachineFragment.of(variant.state(names, await.id()), waiting)
                .and(MachineFragment.of(late, AwaitEmitter.late(values.frame(), await, next, failure())));
    }

    /** Emits the state that starts the work of a callback and waits for its end, and the states that record failures. */
    private MachineFragment calledBack(Node.Await await, String next) {
        MachineFragment failed = MachineFragment.of(
                names.state(variant.name("failure of " + await.id()), await.id()),
                CallbackEmitter.failure(values.frame(), await, next, failure()));
        MachineFragment late = await.onTimeout().isEmpty()
                ? failed
                : MachineFragment.of(
                                names.state(variant.name("timeout of " + await.id()), await.id()),
                                AwaitEmitter.late(values.frame(), await, failed.entry(), next, failure()))
                        .and(failed);
        AslState waiting = CallbackEmitter.waiting(plan, await, values, next, late.entry(), failed.entry());
        return MachineFragment.of(variant.state(names, await.id()), waiting).and(late);
    }

    /** Emits the state that starts another execution and waits for it, and the call that reads its result. */
    private MachineFragment run(Node.SubRun run, StateExit exit) {
        MachineFragment result = task(run.end(), InvocationEmitter.result(plan, demand, run, values), exit);
        String started = values.expression(demand.startOf(run)) + ".v";
        String due = names.state(variant.name("whether " + run.id() + " runs"), run.id());
        String running = names.state(variant.name("run of " + run.id()), run.id());
        return MachineFragment.of(due, SubRunEmitter.due(started, running, result.entry()))
                .and(MachineFragment.of(running, SubRunEmitter.running(run, started, result.entry())))
                .and(result);
    }

    /**
     * Returns the state that follows a call that has failed: it records the failure, then the machine fails or the item
     * ends.
     */
    private String failure() {
        MachineFragment states = failure;
        if (states == null) {
            String next = outcomeState().orElseGet(() -> names.state(variant.name("fail")));
            states = recorded(
                    "record failure",
                    FailureEmitter.NODE,
                    FailureEmitter.CAUSE,
                    ActionStatus.FAILED,
                    values.frame(),
                    variant,
                    next);
            if (outcomeState.isEmpty()) {
                states = states.and(MachineFragment.of(next, FailureEmitter.fail(values.frame())));
            }
            failure = states;
        }
        return states.entry();
    }

    /** Emits states that record a failure in the record of an action or in all records of a batch. */
    private MachineFragment recorded(
            String preferred,
            String node,
            String message,
            ActionStatus status,
            ScopeFrame frame,
            BodyVariant bodyVariant,
            String next) {
        String name = names.state(bodyVariant.name(preferred));
        return forEachRecord(
                name,
                preferred,
                frame,
                bodyVariant,
                (each, transition) -> FailureEmitter.record(each, frame.batched(), node, message, status, transition),
                next);
    }

    /** Emits a state that writes the record of an action, or such a state for each record of a batch. */
    private MachineFragment forEachRecord(
            String name,
            String preferred,
            ScopeFrame frame,
            BodyVariant bodyVariant,
            BiFunction<ScopeFrame, Transition, AslState> write,
            String next) {
        if (!frame.batched()) {
            return MachineFragment.of(name, write.apply(frame, Transition.to(next)));
        }
        String each = names.state(bodyVariant.name(preferred + " of each"));
        String done = names.state(bodyVariant.name(preferred + " done"));
        MachineFragment item = MachineFragment.of(each, write.apply(frame.unbatched(), Transition.to(done)))
                .and(MachineFragment.of(done, FailureEmitter.endItem()));
        AslState map = new AslState.InlineMap(
                ScopeFrame.sharedRecords(),
                ScopeFrame.sharedRecord(),
                StepFunctionsQuotas.INLINE_CONCURRENCY,
                item.machine(),
                Translator.none(),
                ScopeFrame.ALL,
                List.of(),
                Transition.to(next));
        return MachineFragment.of(name, map);
    }

    private Optional<String> outcomeState() {
        outcomeIsUsed |= outcomeState.isPresent();
        return outcomeState;
    }

    /** Returns the catchers of a Map or Parallel, inside which a failed call has already been recorded. */
    private List<Catcher> catchers() {
        return outcomeState()
                .map(next -> List.of(FailureEmitter.propagated(next)))
                .orElse(List.of());
    }

    // -------------------------------------------------------------------------------------------- parallel branches

    private MachineFragment parallel(ExecutionOrder.InParallel parallel, String next) {
        List<AslMachine> branches = new ArrayList<>();
        ObjectNode assign = Translator.none();
        for (ExecutionOrder branch : parallel.branches()) {
            List<String> exports = demand.exports(branch).stream()
                    .filter(id -> !plan.recorded().contains(id))
                    .toList();
            for (String id : exports) {
                assign.set(
                        variable(id), JsonataWriter.of("$states.result[" + branches.size() + "]." + names.field(id)));
            }
            StateExit exit = exports.isEmpty() ? new StateExit.Nothing() : new StateExit.Exports(exports);
            branches.add(inBranch().machine(branch, exit).machine());
        }
        AslState state = new AslState.Parallel(branches, assign, ScopeFrame.ALL, catchers(), Transition.to(next));
        return MachineFragment.of(names.state(variant.name("beside " + first(parallel))), state);
    }

    private StateEmitter inBranch() {
        return inBranch(note);
    }

    private StateEmitter inBranch(Optional<FailureNote> noted) {
        return new StateEmitter(
                plan, demand, names, values.branch(), variant, branchDepth + 1, Optional.empty(), noted);
    }

    private static String first(ExecutionOrder order) {
        if (order instanceof ExecutionOrder.Step step) {
            return step.node().id();
        }
        return first(
                order instanceof ExecutionOrder.InSequence sequence
                        ? sequence.parts().get(0)
                        : ((ExecutionOrder.InParallel) order).branches().get(0));
    }

    // ------------------------------------------------------------------------------------------------ a conditional

    private MachineFragment choice(Node.When when, String next) {
        MachineFragment then = conditionalBranch(when, true, next);
        MachineFragment otherwise = conditionalBranch(when, false, next);
        String condition = values.expression(demand.variable(when.condition()));
        AslState state = new AslState.Choice(
                List.of(new AslState.Rule(JsonataWriter.text(condition + ".v = true"), then.entry())),
                otherwise.entry());
        return MachineFragment.of(variant.state(names, when.id()), state).and(then, otherwise);
    }

    private MachineFragment conditionalBranch(Node.When when, boolean then, String next) {
        ExecutionOrder order = plan.order(Plan.branch(when, then));
        if (!demand.isUsed(when.id())) {
            return part(order, new StateExit.To(next));
        }
        bindAll(order);
        ObjectNode assign = Translator.none();
        assign.set(variable(when.id()), values.wire((then ? when.then() : when.otherwise()).output()));
        String name = names.state(variant.name((then ? "yes: " : "no: ") + when.id()), when.id());
        MachineFragment result =
                MachineFragment.of(name, new AslState.Pass(assign, ScopeFrame.ALL, Transition.to(next)));
        return part(order, new StateExit.To(name)).and(result);
    }

    // ------------------------------------------------------------------------------------------------ a guard

    /**
     * Emits the steps of an attempt as a Parallel of one branch, which catches every failure in it, and the states that
     * follow a failure. The outcome is in the record of the last call.
     */
    private MachineFragment attempt(Node.Guard guard, String next) {
        MachineFragment failed = MachineFragment.of(
                names.state(variant.name("failure of " + guard.id()), guard.id()),
                new AslState.Pass(Translator.none(), ScopeFrame.WITHOUT_FAILURE, Transition.to(next)));
        failed = missed(demand.lastCall(guard), guard, failed);
        failed = interrupted(Plan.body(guard), guard.body(), guard, failed);
        FailureNote outcome = FailureNote.of(List.of(demand.lastCall(guard)), values.frame());
        AslState steps = new AslState.Parallel(
                List.of(inBranch(Optional.of(outcome))
                        .machine(plan.order(Plan.body(guard)), new StateExit.Nothing())
                        .machine()),
                Translator.none(),
                ScopeFrame.ALL,
                List.of(FailureEmitter.propagated(failed.entry())),
                Transition.to(next));
        return MachineFragment.of(variant.state(names, guard.id()), steps).and(failed);
    }

    /**
     * Emits the steps and the cleanup, each as a Parallel of one branch, and the Choice that continues a failure after
     * the cleanup. The frame can have an earlier failure, such as a timeout with a fallback or the failure before an
     * enclosing cleanup, which steps that succeed remove.
     */
    private MachineFragment ensured(Node.Guard guard, String next) {
        MachineFragment failed = outcomeState()
                .map(state -> new MachineFragment(state, Map.of()))
                .orElseGet(() -> MachineFragment.of(
                        names.state(variant.name("fail after " + guard.id()), guard.id()),
                        FailureEmitter.fail(values.frame())));
        MachineFragment after = MachineFragment.of(
                names.state(variant.name("after " + guard.id()), guard.id()),
                new AslState.Choice(
                        List.of(new AslState.Rule(JsonataWriter.text(FailureEmitter.HAS_FAILED), failed.entry())),
                        next));
        Scope last = guard.cleanup().orElseThrow();
        MachineFragment cleanupFailed = interrupted(Plan.cleanup(guard), last, guard, failed);
        AslState cleanup = new AslState.Parallel(
                List.of(inBranch()
                        .machine(plan.order(Plan.cleanup(guard)), new StateExit.Nothing())
                        .machine()),
                Translator.none(),
                ScopeFrame.ALL,
                List.of(FailureEmitter.propagatedUnlessFailed(cleanupFailed.entry())),
                Transition.to(after.entry()));
        MachineFragment cleaning =
                MachineFragment.of(names.state(variant.name("cleanup of " + guard.id()), guard.id()), cleanup);
        boolean used = demand.isUsed(guard.id());
        ObjectNode assign = Translator.none();
        MachineFragment stepsFailed = cleaning;
        if (used) {
            assign.set(variable(guard.id()), JsonataWriter.of("$states.result[0]"));
            // A variable must be assigned on every path to a state that reads it, even to one that is not reached.
            ObjectNode none = Translator.none().putNull(variable(guard.id()));
            stepsFailed = MachineFragment.of(
                            names.state(variant.name("failure of " + guard.id()), guard.id()),
                            new AslState.Pass(none, ScopeFrame.ALL, Transition.to(cleaning.entry())))
                    .and(cleaning);
        }
        stepsFailed = interrupted(Plan.body(guard), guard.body(), guard, stepsFailed);
        StateExit exit = used ? new StateExit.Return(guard.body().output()) : new StateExit.Nothing();
        AslState steps = new AslState.Parallel(
                List.of(inBranch().machine(plan.order(Plan.body(guard)), exit).machine()),
                assign,
                ScopeFrame.WITHOUT_FAILURE,
                List.of(FailureEmitter.propagated(stepsFailed.entry())),
                Transition.to(cleaning.entry()));
        return MachineFragment.of(variant.state(names, guard.id()), steps)
                .and(stepsFailed, cleaning, cleanupFailed, after, failed);
    }

    /**
     * Emits the states that end what a failure in a scope has interrupted: one call, or a state for each wait for an
     * answer.
     */
    private MachineFragment interrupted(String name, Scope scope, Node.Guard guard, MachineFragment next) {
        Optional<StopCalls.Stop> stop = demand.stops().of(name);
        if (stop.isPresent()) {
            return stopped(stop.get(), values, variant, next);
        }
        MachineFragment states = next;
        for (Node.Await await : scope.awaits()) {
            states = missed(await.id(), guard, states);
        }
        return states;
    }

    /** Emits the call that ends what a failure has interrupted. */
    private MachineFragment stopped(
            StopCalls.Stop stop, ValueExpressions scope, BodyVariant bodyVariant, MachineFragment next) {
        return MachineFragment.of(
                        names.state(bodyVariant.name(stop.call().id()), stop.stops()),
                        StopEmitter.afterFailure(plan, stop, scope, next.entry()))
                .and(next);
    }

    /** Emits the state that records that an action of a guard was stopped or not reached. */
    private MachineFragment missed(String node, Node.Guard guard, MachineFragment next) {
        String name = names.state(variant.name("miss " + node), guard.id());
        AslState state = FailureEmitter.record(
                values.frame(),
                false,
                JsonataWriter.string(node),
                FailureEmitter.origin(values.frame()),
                ActionStatus.ABORTED,
                Transition.to(next.entry()));
        return MachineFragment.of(name, state).and(next);
    }

    // ------------------------------------------------------------------------------------------------ a loop

    /** Emits the machine that runs rounds until the loop ends, or until its share of them has run. */
    private AslMachine rounds(Node.Repeat repeat, ValueExpressions inside) {
        Optional<MachineFragment> noted =
                plan.repeat(repeat).inChildren() ? noted(repeat.id(), inside.frame(), variant) : Optional.empty();
        StateEmitter emitter =
                new StateEmitter(plan, demand, names, inside, variant, 0, noted.map(MachineFragment::entry), note);
        ExecutionOrder body = plan.order(Plan.body(repeat));
        ExecutionOrder until = plan.order(Plan.until(repeat));
        emitter.bindAll(body);
        emitter.bindAll(until);
        RoundEmitter round = new RoundEmitter(plan.repeat(repeat), repeat, names, inside, variant, emitter.failure());
        MachineFragment decided =
                round.decided(repeat.until().nodes(), entry -> emitter.emit(until, new StateExit.To(entry)));
        MachineFragment work = emitter.emit(body, new StateExit.To(decided.entry()));
        MachineFragment whole = work.and(decided, round.next(work.entry()));
        MachineFragment rounds = whole.and(Objects.requireNonNull(emitter.failure));
        return noted.map(rounds::and).orElse(rounds).machine();
    }

    // ------------------------------------------------------------------------------------------------ a fan-out

    private MachineFragment map(Node.FanOut fanOut, String next) {
        return new FanOutEmitter(plan, demand, names, values, variant, catchers(), this::body, this::adopting)
                .emit(fanOut, next);
    }

    private AslState adopting(Node.Call first, String next) {
        ObjectNode arguments = InvocationEmitter.arguments(plan, demand, first, values);
        return EarlyEndEmitter.adopt(first, arguments, next, failure());
    }

    /**
     * Emits the states that note the failure of a child execution and fail it; empty if nothing reads the failure.
     *
     * @param owner the fan-out or loop of the child execution
     */
    private Optional<MachineFragment> noted(String owner, ScopeFrame frame, BodyVariant bodyVariant) {
        if (note.isEmpty() || note.get().nodes().isEmpty()) {
            return Optional.empty();
        }
        MachineFragment states =
                MachineFragment.of(names.state(bodyVariant.name("fail " + owner), owner), FailureEmitter.fail(frame));
        for (String node : note.get().nodes()) {
            states = MachineFragment.of(
                            names.state(bodyVariant.name("note failure for " + node), owner),
                            FailureEmitter.note(frame, note.get(), node, Transition.to(states.entry())))
                    .and(states);
        }
        return Optional.of(states);
    }

    /** Emits one variant of a fan-out's body. */
    private AslMachine body(Node.FanOut fanOut, ValueExpressions inside, BodyVariant bodyVariant) {
        if (fanOut.options().tolerance().isEmpty()) {
            Optional<MachineFragment> noted =
                    bodyVariant.isChild() ? noted(fanOut.id(), inside.frame(), bodyVariant) : Optional.empty();
            StateEmitter emitter = new StateEmitter(
                    plan, demand, names, inside, bodyVariant, 0, noted.map(MachineFragment::entry), note);
            MachineFragment body = emitter.machine(plan.order(Plan.body(fanOut)), new StateExit.Nothing());
            return (emitter.outcomeIsUsed ? body.and(noted.orElseThrow()) : body).machine();
        }
        ScopeFrame frame = inside.frame();
        MachineFragment end = MachineFragment.of(
                names.state(bodyVariant.name("let go of " + fanOut.id()), fanOut.id()), FailureEmitter.endItem());
        Optional<MachineFragment> judged =
                demand.check(fanOut.id()).map(check -> judged(fanOut, check, frame, bodyVariant, end));
        MachineFragment outcome = outcome(
                fanOut,
                frame,
                bodyVariant,
                judged.map(states -> failed(fanOut, frame, bodyVariant, states, end))
                        .orElse(end));
        Optional<StopCalls.Stop> stop = demand.stops().of(Plan.body(fanOut));
        if (stop.isPresent()) {
            outcome = stopped(stop.get(), inside, bodyVariant, outcome);
        }
        StateEmitter emitter = new StateEmitter(
                plan,
                demand,
                names,
                inside,
                bodyVariant,
                0,
                Optional.of(outcome.entry()),
                frame.batched()
                        ? Optional.empty()
                        : Optional.of(FailureNote.of(demand.collectedCalls(fanOut.id()), frame)));
        ExecutionOrder order = plan.order(Plan.body(fanOut));
        if (fanOut.options().successes().isEmpty()) {
            return emitter.machine(order, new StateExit.Nothing()).and(outcome).machine();
        }
        MachineFragment success = count(
                "count success of " + fanOut.id(),
                fanOut,
                bodyVariant,
                EarlyEndEmitter.items(frame),
                judged.orElseThrow(),
                end);
        return emitter.machine(order, new StateExit.To(success.entry()))
                .and(success, outcome)
                .machine();
    }

    /** Emits the states that end a failed item: each result that is collected from it is recorded as aborted. */
    private MachineFragment outcome(
            Node.FanOut fanOut, ScopeFrame frame, BodyVariant bodyVariant, MachineFragment end) {
        MachineFragment states = end;
        for (String node : demand.collectedCalls(fanOut.id())) {
            states = recorded(
                            "miss " + node,
                            JsonataWriter.string(node),
                            FailureEmitter.origin(frame),
                            ActionStatus.ABORTED,
                            frame,
                            bodyVariant,
                            states.entry())
                    .and(states);
        }
        return states;
    }

    // ------------------------------------------------------------------------------------------------ an early end

    /** Emits the states that decide, by the number of counted items, whether an item ends the fan-out. */
    private MachineFragment judged(
            Node.FanOut fanOut, Node.Call check, ScopeFrame inside, BodyVariant bodyVariant, MachineFragment end) {
        boolean successes = fanOut.options().successes().isPresent();
        String deciding = names.state(bodyVariant.name("limit of " + fanOut.id()), check.id());
        String checking = names.state(bodyVariant.name("early " + check.id()), fanOut.id());
        String pausing = names.state(bodyVariant.name("pause " + fanOut.id()), fanOut.id());
        String ending = names.state(bodyVariant.name("end " + fanOut.id()), fanOut.id());
        ObjectNode arguments = InvocationEmitter.arguments(plan, demand, check, values);
        return MachineFragment.of(
                        deciding,
                        EarlyEndEmitter.decide(EarlyEndEmitter.limit(fanOut.options()), checking, pausing, end.entry()))
                .and(
                        MachineFragment.of(pausing, EarlyEndEmitter.pause(end.entry())),
                        MachineFragment.of(
                                checking, EarlyEndEmitter.check(arguments, inside, successes, ending, end.entry())),
                        MachineFragment.of(ending, EarlyEndEmitter.end(fanOut.id(), successes)),
                        end);
    }

    /** Emits the states that follow the failure of an item of a fan-out that can end early. */
    private MachineFragment failed(
            Node.FanOut fanOut,
            ScopeFrame frame,
            BodyVariant bodyVariant,
            MachineFragment judged,
            MachineFragment end) {
        boolean successes = fanOut.options().successes().isPresent();
        if (successes && !frame.batched()) {
            return end.and(judged);
        }
        MachineFragment states = count(
                "count failure of " + fanOut.id(),
                fanOut,
                bodyVariant,
                successes ? EarlyEndEmitter.succeededItems(frame) : EarlyEndEmitter.failedItems(frame),
                judged,
                end);
        if (!successes) {
            for (String node : demand.collectedCalls(fanOut.id())) {
                states = givenUp(node, frame, bodyVariant, states.entry()).and(states);
            }
        }
        return states;
    }

    private MachineFragment count(
            String preferred,
            Node.FanOut fanOut,
            BodyVariant bodyVariant,
            String by,
            MachineFragment judged,
            MachineFragment end) {
        return MachineFragment.of(
                        names.state(bodyVariant.name(preferred), fanOut.id()),
                        EarlyEndEmitter.count(by, judged.entry(), end.entry()))
                .and(judged);
    }

    /** Emits states that mark the recorded failure of an action, or of the actions of a batch, as final. */
    private MachineFragment givenUp(String node, ScopeFrame frame, BodyVariant bodyVariant, String next) {
        String name = names.state(bodyVariant.name("give up " + node), node);
        String expression = JsonataWriter.string(node);
        return forEachRecord(
                name,
                "give up " + node,
                frame,
                bodyVariant,
                (each, transition) -> FailureEmitter.giveUp(each, expression, transition),
                next);
    }
}
