package dev.anabranch.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.asl.Jsonata;
import dev.anabranch.asl.State;
import dev.anabranch.asl.State.Catcher;
import dev.anabranch.asl.State.Transition;
import dev.anabranch.asl.StateMachine;
import dev.anabranch.graph.Node;
import dev.anabranch.plan.Plan;
import dev.anabranch.plan.Quotas;
import dev.anabranch.plan.Shape;
import dev.anabranch.plan.Uses;
import dev.anabranch.wire.ActionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the states of one machine: the whole, a branch, or one copy of a body. */
final class Emitter {

    private final Plan plan;
    private final Uses uses;
    private final Names names;
    private final Values values;
    private final Copy copy;
    /** How many Parallel states this machine is in, within its scope. */
    private final int branchDepth;
    /** Where an iteration goes whose failure is data; empty where a failure fails the machine. */
    private final Optional<String> tolerated;
    /** The states that see to failures, once a call needs them. */
    private @Nullable Fragment failure;

    private Emitter(
            Plan plan, Uses uses, Names names, Values values, Copy copy, int branchDepth, Optional<String> tolerated) {
        this.plan = plan;
        this.uses = uses;
        this.names = names;
        this.values = values;
        this.copy = copy;
        this.branchDepth = branchDepth;
        this.tolerated = tolerated;
    }

    /** Writes the states of the root. */
    static Emitter root(Plan plan, Uses uses, Names names) {
        return new Emitter(plan, uses, names, Values.root(plan, uses, names), Copy.ORIGINAL, 0, Optional.empty());
    }

    /** Writes a whole machine: the nodes in their order, and what sees to their failures. */
    Fragment machine(Shape shape, Exit exit) {
        Fragment work = part(shape, exit);
        return failure == null ? work : work.and(failure);
    }

    private Fragment part(Shape shape, Exit exit) {
        holdAll(shape);
        return emit(shape, exit);
    }

    /** Notes where the results of the nodes will be, also for states that are written before those that make them. */
    private void holdAll(Shape shape) {
        if (shape instanceof Shape.Step step) {
            hold(step.node());
        } else if (shape instanceof Shape.InOrder inOrder) {
            inOrder.parts().forEach(this::holdAll);
        } else if (shape instanceof Shape.SideBySide sideBySide) {
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

    private Fragment emit(Shape shape, Exit exit) {
        return shape.accept(new Shape.Visitor<>() {
            @Override
            public Fragment step(Shape.Step step) {
                return node(step.node(), exit);
            }

            @Override
            public Fragment inOrder(Shape.InOrder inOrder) {
                return sequence(inOrder.parts(), exit);
            }

            @Override
            public Fragment sideBySide(Shape.SideBySide sideBySide) {
                return ended(exit, "end of " + first(sideBySide), next -> parallel(sideBySide, next));
            }
        });
    }

    private Fragment sequence(List<Shape> parts, Exit exit) {
        if (parts.isEmpty()) {
            return exit instanceof Exit.To to ? new Fragment(to.state(), Map.of()) : end(exit, "done");
        }
        List<Fragment> fragments = new ArrayList<>();
        Exit next = exit;
        for (int i = parts.size() - 1; i >= 0; i--) {
            Fragment fragment = emit(parts.get(i), next);
            fragments.add(0, fragment);
            next = new Exit.To(fragment.entry());
        }
        return fragments.get(0).and(fragments.subList(1, fragments.size()).toArray(Fragment[]::new));
    }

    private Fragment node(Node node, Exit exit) {
        return node.accept(new Node.Visitor<>() {
            @Override
            public Fragment call(Node.Call call) {
                return task(call, exit);
            }

            @Override
            public Fragment fanOut(Node.FanOut fanOut) {
                return ended(exit, "end of " + fanOut.id(), next -> map(fanOut, next));
            }

            @Override
            public Fragment when(Node.When when) {
                return ended(exit, "end of " + when.id(), next -> choice(when, next));
            }
        });
    }

    /** Writes a piece that cannot end a machine itself: where it comes last, a state is added that does. */
    private Fragment ended(Exit exit, String name, Function<String, Fragment> piece) {
        if (exit instanceof Exit.To to) {
            return piece.apply(to.state());
        }
        Fragment end = end(exit, name);
        return piece.apply(end.entry()).and(end);
    }

    private Fragment end(Exit exit, String wish) {
        return Fragment.of(
                names.state(copy.name(wish)), new State.Pass(Translator.none(), output(exit, values), Transition.END));
    }

    private JsonNode output(Exit exit, Values values) {
        if (exit instanceof Exit.Worth worth) {
            return values.wire(worth.expr());
        }
        if (exit instanceof Exit.Exports exports) {
            ObjectNode output = Translator.none();
            exports.nodes().forEach(id -> output.set(names.field(id), Jsonata.of(values.expression(id))));
            return output;
        }
        return exit instanceof Exit.To ? Frame.ALL : Translator.none();
    }

    // ------------------------------------------------------------------------------------------------ one call

    private Fragment task(Node.Call call, Exit exit) {
        Values after = values;
        ObjectNode assign = Translator.none();
        if (uses.wanted(call.id()) && !plan.recorded().contains(call.id())) {
            if (exit instanceof Exit.To) {
                assign.set(variable(call.id()), Jsonata.of("$states.result.Payload"));
            } else {
                after = values.branch();
                after.hold(call.id(), "states.result.Payload");
            }
        }
        String name = copy.state(names, call.id());
        State state = new State.Task(
                Invocations.RESOURCE,
                Invocations.arguments(plan, uses, call, values),
                assign,
                output(exit, after),
                Invocations.timeoutSeconds(call),
                Invocations.retriers(call),
                List.of(Failures.caught(call.id(), failure())),
                exit instanceof Exit.To to ? Transition.to(to.state()) : Transition.END);
        return Fragment.of(name, state);
    }

    /** Where a call goes that has failed for good: its record is written, then the machine fails or the iteration ends. */
    private String failure() {
        Fragment states = failure;
        if (states == null) {
            String next = tolerated.orElseGet(() -> names.state(copy.name("fail")));
            states = recorded(
                    "record failure", Failures.NODE, Failures.CAUSE, ActionStatus.FAILED, values.frame(), copy, next);
            if (tolerated.isEmpty()) {
                states = states.and(Fragment.of(next, Failures.fail(values.frame())));
            }
            failure = states;
        }
        return states.entry();
    }

    /** Writes the failure into the record of an action, or into those that the actions of a batch share. */
    private Fragment recorded(
            String wish, String node, String message, ActionStatus status, Frame frame, Copy which, String next) {
        String name = names.state(which.name(wish));
        if (!frame.batched()) {
            return Fragment.of(name, Failures.record(frame, false, node, message, status, Transition.to(next)));
        }
        String each = names.state(which.name(wish + " of each"));
        String done = names.state(which.name(wish + " done"));
        Fragment item = Fragment.of(
                        each, Failures.record(frame.unbatched(), true, node, message, status, Transition.to(done)))
                .and(Fragment.of(done, Failures.goOn()));
        State map = new State.InlineMap(
                Frame.sharedRecords(),
                Frame.sharedRecord(),
                Quotas.INLINE_CONCURRENCY,
                item.machine(),
                Frame.ALL,
                List.of(),
                Transition.to(next));
        return Fragment.of(name, map);
    }

    /** What a Map or Parallel does with a failure inside it, which the call that failed has recorded already. */
    private List<Catcher> catchers() {
        return tolerated.map(next -> List.of(Failures.passedOn(next))).orElse(List.of());
    }

    // ------------------------------------------------------------------------------------------------ side by side

    private Fragment parallel(Shape.SideBySide sideBySide, String next) {
        List<StateMachine> branches = new ArrayList<>();
        ObjectNode assign = Translator.none();
        for (Shape branch : sideBySide.branches()) {
            List<String> exports = uses.exports(branch).stream()
                    .filter(id -> !plan.recorded().contains(id))
                    .toList();
            for (String id : exports) {
                assign.set(variable(id), Jsonata.of("$states.result[" + branches.size() + "]." + names.field(id)));
            }
            Exit exit = exports.isEmpty() ? new Exit.Nothing() : new Exit.Exports(exports);
            branches.add(inBranch().machine(branch, exit).machine());
        }
        State state = new State.Parallel(branches, assign, Frame.ALL, catchers(), Transition.to(next));
        return Fragment.of(names.state(copy.name("beside " + first(sideBySide))), state);
    }

    private Emitter inBranch() {
        return new Emitter(plan, uses, names, values.branch(), copy, branchDepth + 1, Optional.empty());
    }

    private static String first(Shape shape) {
        if (shape instanceof Shape.Step step) {
            return step.node().id();
        }
        return first(
                shape instanceof Shape.InOrder inOrder
                        ? inOrder.parts().get(0)
                        : ((Shape.SideBySide) shape).branches().get(0));
    }

    // ------------------------------------------------------------------------------------------------ a conditional

    private Fragment choice(Node.When when, String next) {
        Fragment then = side(when, true, next);
        Fragment otherwise = side(when, false, next);
        String condition = values.expression(uses.variable(when.condition()));
        State state = new State.Choice(
                List.of(new State.Rule(Jsonata.text(condition + ".v = true"), then.entry())), otherwise.entry());
        return Fragment.of(copy.state(names, when.id()), state).and(then, otherwise);
    }

    private Fragment side(Node.When when, boolean then, String next) {
        Shape shape = plan.shape(Plan.side(when, then));
        if (!uses.wanted(when.id())) {
            return part(shape, new Exit.To(next));
        }
        holdAll(shape);
        ObjectNode assign = Translator.none();
        assign.set(variable(when.id()), values.wire((then ? when.then() : when.otherwise()).output()));
        String name = names.state(copy.name((then ? "yes: " : "no: ") + when.id()), when.id());
        Fragment worth = Fragment.of(name, new State.Pass(assign, Frame.ALL, Transition.to(next)));
        return part(shape, new Exit.To(name)).and(worth);
    }

    // ------------------------------------------------------------------------------------------------ a fan-out

    private Fragment map(Node.FanOut fanOut, String next) {
        return new FanOuts(plan, uses, names, values, copy, catchers(), this::body).emit(fanOut, next);
    }

    /** One copy of a fan-out's body. */
    private StateMachine body(Node.FanOut fanOut, Values inside, Copy which) {
        if (fanOut.options().tolerance().isEmpty()) {
            Emitter emitter = new Emitter(plan, uses, names, inside, which, 0, Optional.empty());
            return emitter.machine(plan.shape(Plan.body(fanOut)), new Exit.Nothing())
                    .machine();
        }
        Fragment outcome = outcome(fanOut, inside.frame(), which);
        Emitter emitter = new Emitter(plan, uses, names, inside, which, 0, Optional.of(outcome.entry()));
        return emitter.machine(plan.shape(Plan.body(fanOut)), new Exit.Nothing())
                .and(outcome)
                .machine();
    }

    /** Records for each result that readers will look for that it will not come, because this item has failed, and lets the item end. */
    private Fragment outcome(Node.FanOut fanOut, Frame frame, Copy which) {
        Fragment states =
                Fragment.of(names.state(which.name("let go of " + fanOut.id()), fanOut.id()), Failures.goOn());
        for (String node : uses.collectedFrom(fanOut.id())) {
            states = recorded(
                            "miss " + node,
                            Jsonata.string(node),
                            Failures.origin(frame),
                            ActionStatus.ABORTED,
                            frame,
                            which,
                            states.entry())
                    .and(states);
        }
        return states;
    }
}
