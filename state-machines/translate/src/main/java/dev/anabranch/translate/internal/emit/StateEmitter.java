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
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the states of one machine: the whole, a branch, or one copy of a body. */
final class StateEmitter {

    private final Plan plan;
    private final ResultDemand uses;
    private final StateNames names;
    private final ValueExpressions values;
    private final BodyVariant copy;
    /** How many Parallel states this machine is in, within its scope. */
    private final int branchDepth;
    /** Where an iteration goes whose failure is data; empty where a failure fails the machine. */
    private final Optional<String> tolerated;
    /** The states that see to failures, once a call needs them. */
    private @Nullable MachineFragment failure;

    private StateEmitter(
            Plan plan,
            ResultDemand uses,
            StateNames names,
            ValueExpressions values,
            BodyVariant copy,
            int branchDepth,
            Optional<String> tolerated) {
        this.plan = plan;
        this.uses = uses;
        this.names = names;
        this.values = values;
        this.copy = copy;
        this.branchDepth = branchDepth;
        this.tolerated = tolerated;
    }

    /** Writes the states of the root. */
    static StateEmitter root(Plan plan, ResultDemand uses, StateNames names) {
        return new StateEmitter(
                plan, uses, names, ValueExpressions.root(plan, uses, names), BodyVariant.ORIGINAL, 0, Optional.empty());
    }

    /** Writes a whole machine: the nodes in their order, and what sees to their failures. */
    MachineFragment machine(ExecutionOrder shape, StateExit exit) {
        MachineFragment work = part(shape, exit);
        return failure == null ? work : work.and(failure);
    }

    private MachineFragment part(ExecutionOrder shape, StateExit exit) {
        holdAll(shape);
        return emit(shape, exit);
    }

    /** Notes where the results of the nodes will be, also for states that are written before those that make them. */
    private void holdAll(ExecutionOrder shape) {
        if (shape instanceof ExecutionOrder.Step step) {
            hold(step.node());
        } else if (shape instanceof ExecutionOrder.InOrder inOrder) {
            inOrder.parts().forEach(this::holdAll);
        } else if (shape instanceof ExecutionOrder.SideBySide sideBySide) {
            sideBySide.branches().forEach(branch -> uses.exports(branch).forEach(id -> hold(uses.node(id))));
        }
    }

    private void hold(Node node) {
        values.hold(node.id(), variable(node.id()));
    }

    /** The variable for a node's result. A branch must not set a variable that is also set around it. */
    private String variable(String node) {
        return names.variable(node, branchDepth);
    }

    private MachineFragment emit(ExecutionOrder shape, StateExit exit) {
        return shape.accept(new ExecutionOrder.Visitor<>() {
            @Override
            public MachineFragment step(ExecutionOrder.Step step) {
                return node(step.node(), exit);
            }

            @Override
            public MachineFragment inOrder(ExecutionOrder.InOrder inOrder) {
                return sequence(inOrder.parts(), exit);
            }

            @Override
            public MachineFragment sideBySide(ExecutionOrder.SideBySide sideBySide) {
                return ended(exit, "end of " + first(sideBySide), next -> parallel(sideBySide, next));
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
                return task(call, exit);
            }

            @Override
            public MachineFragment fanOut(Node.FanOut fanOut) {
                return ended(exit, "end of " + fanOut.id(), next -> map(fanOut, next));
            }

            @Override
            public MachineFragment when(Node.When when) {
                return ended(exit, "end of " + when.id(), next -> choice(when, next));
            }
        });
    }

    /** Writes a piece that cannot end a machine itself: where it comes last, a state is added that does. */
    private MachineFragment ended(StateExit exit, String name, Function<String, MachineFragment> piece) {
        if (exit instanceof StateExit.To to) {
            return piece.apply(to.state());
        }
        MachineFragment end = end(exit, name);
        return piece.apply(end.entry()).and(end);
    }

    private MachineFragment end(StateExit exit, String wish) {
        return MachineFragment.of(
                names.state(copy.name(wish)),
                new AslState.Pass(Translator.none(), output(exit, values), Transition.END));
    }

    private JsonNode output(StateExit exit, ValueExpressions values) {
        if (exit instanceof StateExit.Worth worth) {
            return values.wire(worth.expr());
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
        ValueExpressions after = values;
        ObjectNode assign = Translator.none();
        if (uses.wanted(call.id()) && !plan.recorded().contains(call.id())) {
            if (exit instanceof StateExit.To) {
                assign.set(variable(call.id()), JsonataWriter.of("$states.result.Payload"));
            } else {
                after = values.branch();
                after.hold(call.id(), "states.result.Payload");
            }
        }
        String name = copy.state(names, call.id());
        AslState state = new AslState.Task(
                InvocationEmitter.RESOURCE,
                InvocationEmitter.arguments(plan, uses, call, values),
                assign,
                output(exit, after),
                InvocationEmitter.timeoutSeconds(call),
                InvocationEmitter.retriers(call),
                List.of(FailureEmitter.caught(call.id(), failure())),
                exit instanceof StateExit.To to ? Transition.to(to.state()) : Transition.END);
        return MachineFragment.of(name, state);
    }

    /** Where a call goes that has failed for good: its record is written, then the machine fails or the iteration ends. */
    private String failure() {
        MachineFragment states = failure;
        if (states == null) {
            String next = tolerated.orElseGet(() -> names.state(copy.name("fail")));
            states = recorded(
                    "record failure",
                    FailureEmitter.NODE,
                    FailureEmitter.CAUSE,
                    ActionStatus.FAILED,
                    values.frame(),
                    copy,
                    next);
            if (tolerated.isEmpty()) {
                states = states.and(MachineFragment.of(next, FailureEmitter.fail(values.frame())));
            }
            failure = states;
        }
        return states.entry();
    }

    /** Writes the failure into the record of an action, or into those that the actions of a batch share. */
    private MachineFragment recorded(
            String wish,
            String node,
            String message,
            ActionStatus status,
            ScopeFrame frame,
            BodyVariant which,
            String next) {
        String name = names.state(which.name(wish));
        if (!frame.batched()) {
            return MachineFragment.of(
                    name, FailureEmitter.record(frame, false, node, message, status, Transition.to(next)));
        }
        String each = names.state(which.name(wish + " of each"));
        String done = names.state(which.name(wish + " done"));
        MachineFragment item = MachineFragment.of(
                        each,
                        FailureEmitter.record(frame.unbatched(), true, node, message, status, Transition.to(done)))
                .and(MachineFragment.of(done, FailureEmitter.goOn()));
        AslState map = new AslState.InlineMap(
                ScopeFrame.sharedRecords(),
                ScopeFrame.sharedRecord(),
                StepFunctionsQuotas.INLINE_CONCURRENCY,
                item.machine(),
                ScopeFrame.ALL,
                List.of(),
                Transition.to(next));
        return MachineFragment.of(name, map);
    }

    /** What a Map or Parallel does with a failure inside it, which the call that failed has recorded already. */
    private List<Catcher> catchers() {
        return tolerated.map(next -> List.of(FailureEmitter.passedOn(next))).orElse(List.of());
    }

    // ------------------------------------------------------------------------------------------------ side by side

    private MachineFragment parallel(ExecutionOrder.SideBySide sideBySide, String next) {
        List<AslMachine> branches = new ArrayList<>();
        ObjectNode assign = Translator.none();
        for (ExecutionOrder branch : sideBySide.branches()) {
            List<String> exports = uses.exports(branch).stream()
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
        return MachineFragment.of(names.state(copy.name("beside " + first(sideBySide))), state);
    }

    private StateEmitter inBranch() {
        return new StateEmitter(plan, uses, names, values.branch(), copy, branchDepth + 1, Optional.empty());
    }

    private static String first(ExecutionOrder shape) {
        if (shape instanceof ExecutionOrder.Step step) {
            return step.node().id();
        }
        return first(
                shape instanceof ExecutionOrder.InOrder inOrder
                        ? inOrder.parts().get(0)
                        : ((ExecutionOrder.SideBySide) shape).branches().get(0));
    }

    // ------------------------------------------------------------------------------------------------ a conditional

    private MachineFragment choice(Node.When when, String next) {
        MachineFragment then = side(when, true, next);
        MachineFragment otherwise = side(when, false, next);
        String condition = values.expression(uses.variable(when.condition()));
        AslState state = new AslState.Choice(
                List.of(new AslState.Rule(JsonataWriter.text(condition + ".v = true"), then.entry())),
                otherwise.entry());
        return MachineFragment.of(copy.state(names, when.id()), state).and(then, otherwise);
    }

    private MachineFragment side(Node.When when, boolean then, String next) {
        ExecutionOrder shape = plan.shape(Plan.side(when, then));
        if (!uses.wanted(when.id())) {
            return part(shape, new StateExit.To(next));
        }
        holdAll(shape);
        ObjectNode assign = Translator.none();
        assign.set(variable(when.id()), values.wire((then ? when.then() : when.otherwise()).output()));
        String name = names.state(copy.name((then ? "yes: " : "no: ") + when.id()), when.id());
        MachineFragment worth =
                MachineFragment.of(name, new AslState.Pass(assign, ScopeFrame.ALL, Transition.to(next)));
        return part(shape, new StateExit.To(name)).and(worth);
    }

    // ------------------------------------------------------------------------------------------------ a fan-out

    private MachineFragment map(Node.FanOut fanOut, String next) {
        return new FanOutEmitter(plan, uses, names, values, copy, catchers(), this::body).emit(fanOut, next);
    }

    /** One copy of a fan-out's body. */
    private AslMachine body(Node.FanOut fanOut, ValueExpressions inside, BodyVariant which) {
        if (fanOut.options().tolerance().isEmpty()) {
            StateEmitter emitter = new StateEmitter(plan, uses, names, inside, which, 0, Optional.empty());
            return emitter.machine(plan.shape(Plan.body(fanOut)), new StateExit.Nothing())
                    .machine();
        }
        MachineFragment outcome = outcome(fanOut, inside.frame(), which);
        StateEmitter emitter = new StateEmitter(plan, uses, names, inside, which, 0, Optional.of(outcome.entry()));
        return emitter.machine(plan.shape(Plan.body(fanOut)), new StateExit.Nothing())
                .and(outcome)
                .machine();
    }

    /** Records for each result that readers will look for that it will not come, because this item has failed, and lets the item end. */
    private MachineFragment outcome(Node.FanOut fanOut, ScopeFrame frame, BodyVariant which) {
        MachineFragment states = MachineFragment.of(
                names.state(which.name("let go of " + fanOut.id()), fanOut.id()), FailureEmitter.goOn());
        for (String node : uses.collectedFrom(fanOut.id())) {
            states = recorded(
                            "miss " + node,
                            JsonataWriter.string(node),
                            FailureEmitter.origin(frame),
                            ActionStatus.ABORTED,
                            frame,
                            which,
                            states.entry())
                    .and(states);
        }
        return states;
    }
}
