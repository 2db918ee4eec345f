package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Evaluates a graph once. Nodes run in the order of the definition. A failure stops only the nodes that depend on the
 * failed node.
 */
final class Evaluation {

    private final Graph graph;
    private final JsonNode input;
    private final ClassLoader loader;
    private final DirectCall calls;
    private final Map<ActionId, JsonNode> results = new LinkedHashMap<>();
    private final List<DirectFailure> tolerated = new ArrayList<>();
    private final Set<ActionId> unneeded = new HashSet<>();
    private final Function<ActionId, Optional<DirectFirst.Chosen>> chosen;
    private final Map<ActionId, ItemLabels> labels = new LinkedHashMap<>();

    Evaluation(
            Graph graph, ClassLoader loader, JsonNode input, Function<ActionId, Optional<DirectFirst.Chosen>> chosen) {
        this.graph = graph;
        this.input = input;
        this.loader = loader;
        this.calls = new DirectCall(graph, loader);
        this.chosen = chosen;
    }

    DirectResult result() {
        DirectScope root = DirectScope.root();
        scope(graph.root(), root);
        Optional<JsonNode> output = Optional.empty();
        if (root.failures().isEmpty()) {
            try {
                output = Optional.of(value(graph.root().output(), root));
            } catch (DirectValues.NoObject e) {
                root.failures().add(DirectCall.unreadable(new ActionId("output", List.of()), e, 1));
            }
        }
        return new DirectResult(output, root.failures(), results, tolerated, unneeded, labels);
    }

    private JsonNode value(Expr expr, DirectScope scope) {
        return expr.accept(new DirectValues(input, scope));
    }

    private void scope(Scope nodes, DirectScope scope) {
        for (Node node : nodes.nodes()) {
            if (OutsideValues.waitsFor(node).stream().allMatch(scope::finished)) {
                node(node, scope);
            } else {
                scope.miss(node.id(), List.of());
            }
        }
    }

    private void node(Node node, DirectScope scope) {
        if (node instanceof Node.Await || node.functionCall().isPresent()) {
            labels.put(new ActionId(node.id(), scope.path()), scope.labels());
        }
        if (node instanceof Node.Call call) {
            call(call, scope);
        } else if (node instanceof Node.FanOut fanOut) {
            fanOut(fanOut, scope);
        } else if (node instanceof Node.Repeat repeat) {
            repeat(repeat, scope);
        } else if (node instanceof Node.When when) {
            when(when, scope);
        } else if (node instanceof Node.Wait wait) {
            wait(wait, scope);
        } else if (node instanceof Node.Await await) {
            await(await, scope);
        } else if (node instanceof Node.Guard guard) {
            if (guard.isAttempt()) {
                attempt(guard, scope);
            } else {
                ensured(guard, scope);
            }
        } else if (node instanceof Node.SubRun run) {
            run(run, scope);
        }
    }

    /** Evaluates the other workflow, whose runs do not fail. */
    private void run(Node.SubRun run, DirectScope scope) {
        ActionId action = new ActionId(run.id(), scope.path());
        JsonNode value;
        try {
            value = value(run.end().input(), scope);
        } catch (DirectValues.NoObject e) {
            ActionId start = new ActionId("start of " + run.id(), scope.path());
            scope.miss(run.id(), List.of(DirectCall.unreadable(start, e, 1)));
            return;
        }
        JsonNode output = new Evaluation(run.child(), loader, value, first -> Optional.empty())
                .result()
                .output()
                .orElseThrow();
        results.put(action, output);
        scope.hold(run.id(), () -> output);
    }

    /** Starts the work of a callback. Takes the answer of {@link Answers}, or what follows the timeout. */
    private void await(Node.Await await, DirectScope scope) {
        ActionId action = new ActionId(await.id(), scope.path());
        if (await.start().isPresent()) {
            Node.Call start = await.starting().orElseThrow();
            if (calls.run(start, action, () -> value(start.input(), scope)) instanceof DirectCall.Failed failed) {
                scope.miss(await.id(), List.of(failed.failure()));
                return;
            }
        }
        Optional<JsonNode> answer = Answers.of(await.id(), scope.path()).or(await::onTimeout);
        answer.ifPresent(value -> {
            results.put(action, value);
            scope.hold(await.id(), () -> value);
        });
        if (answer.isEmpty()) {
            OptionalLong heartbeat =
                    await.start().map(Node.Await.Start::heartbeatSeconds).orElseGet(OptionalLong::empty);
            String error = heartbeat.isPresent() ? ErrorNames.HEARTBEAT_TIMEOUT : ErrorNames.AWAIT_TIMEOUT;
            String message = heartbeat.isPresent()
                    ? "No heartbeat arrived within " + heartbeat.getAsLong() + " seconds."
                    : "No answer arrived within " + await.timeoutSeconds() + " seconds.";
            scope.miss(await.id(), List.of(new DirectFailure(action, error, message, 1)));
        }
    }

    private void attempt(Node.Guard guard, DirectScope scope) {
        DirectScope steps = scope.side();
        scope(guard.body(), steps);
        if (steps.failures().isEmpty()) {
            try {
                JsonNode value = value(guard.body().output(), steps);
                steps.hold(guard.id(), () -> value);
            } catch (DirectValues.NoObject e) {
                ActionId reader = new ActionId("outcome of " + guard.id(), scope.path());
                steps.failures().add(DirectCall.unreadable(reader, e, 1));
            }
        }
        scope.holdItems(guard.id(), List.of(steps));
        tolerated.addAll(steps.failures());
    }

    private void ensured(Node.Guard guard, DirectScope scope) {
        DirectScope steps = scope.side();
        scope(guard.body(), steps);
        DirectScope cleanup = scope.side();
        scope(guard.cleanup().orElseThrow(), cleanup);
        if (!steps.failures().isEmpty()) {
            scope.miss(guard.id(), steps.failures());
        } else if (!cleanup.failures().isEmpty()) {
            scope.miss(guard.id(), cleanup.failures());
        } else {
            scope.hold(guard.id(), () -> value(guard.body().output(), steps));
        }
    }

    /** Takes no time. When the wait ends is no result of the workflow. */
    private void wait(Node.Wait wait, DirectScope scope) {
        DirectCall.Ended ended = calls.run(wait.timer(), new ActionId(wait.id(), scope.path()), () -> {
            ObjectNode timer = (ObjectNode) value(wait.timer().input(), scope);
            return timer.put("entered", TestCloud.START.toString());
        });
        if (ended instanceof DirectCall.Failed failed) {
            scope.miss(wait.id(), List.of(failed.failure()));
        }
    }

    private void when(Node.When when, DirectScope scope) {
        JsonNode condition;
        try {
            condition = value(when.condition(), scope);
        } catch (DirectValues.NoObject e) {
            scope.miss(
                    when.id(),
                    List.of(DirectCall.unreadable(new ActionId("condition of " + when.id(), scope.path()), e, 1)));
            return;
        }
        Scope chosen = condition.booleanValue() ? when.then() : when.otherwise();
        DirectScope side = scope.side();
        scope(chosen, side);
        if (side.failures().isEmpty()) {
            scope.hold(when.id(), () -> value(chosen.output(), side));
        } else {
            scope.miss(when.id(), side.failures());
        }
    }

    private void fanOut(Node.FanOut fanOut, DirectScope scope) {
        ActionId reader = new ActionId("list of " + fanOut.id(), scope.path());
        JsonNode list;
        try {
            list = value(fanOut.list(), scope);
        } catch (DirectValues.NoObject e) {
            scope.miss(fanOut.id(), List.of(DirectCall.unreadable(reader, e, 1)));
            return;
        }
        if (!list.isArray()) {
            scope.miss(fanOut.id(), List.of(DirectCall.listDue(reader, list, 1)));
            return;
        }
        List<DirectScope> items = new ArrayList<>();
        List<DirectFailure> failures = new ArrayList<>();
        scope.holdItems(fanOut.id(), items);
        int before = results.size();
        for (JsonNode value : list) {
            DirectScope item = scope.item(
                    fanOut.id(),
                    value,
                    items.size(),
                    fanOut.options().label().flatMap(field -> ItemLabels.of(value, field)));
            scope(fanOut.body(), item);
            items.add(item);
            failures.addAll(item.failures());
            if (fanOut.isFold() && !failures.isEmpty()) {
                break;
            }
        }
        Optional<Tolerance> tolerance = fanOut.options().tolerance();
        if (fanOut.options().canEndEarly()) {
            results.keySet().stream().skip(before).forEach(unneeded::add);
        }
        if (tolerance.isPresent()) {
            tolerated.addAll(failures);
            long failed =
                    items.stream().filter(item -> !item.failures().isEmpty()).count();
            if (!tolerance.orElseThrow().allows(failed, items.size())) {
                scope.miss(fanOut.id(), List.of(tooMany(fanOut, tolerance.orElseThrow(), failed, items.size(), scope)));
            }
        } else if (!failures.isEmpty()) {
            scope.miss(fanOut.id(), failures);
        }
    }

    /** Runs the rounds without pauses. */
    private void repeat(Node.Repeat repeat, DirectScope scope) {
        List<DirectScope> rounds = new ArrayList<>();
        scope.holdItems(repeat.id(), rounds);
        for (long round = 0; round < repeat.atMost().orElseThrow(); round++) {
            DirectScope item = scope.item(repeat.id(), NullNode.instance, round, Optional.empty());
            scope(repeat.round(), item);
            rounds.add(item);
            if (!item.failures().isEmpty()) {
                scope.miss(repeat.id(), item.failures());
                return;
            }
            try {
                if (value(repeat.until().output(), item).booleanValue()) {
                    return;
                }
            } catch (DirectValues.NoObject e) {
                ActionId reader = new ActionId("until of " + repeat.id(), item.path());
                scope.miss(repeat.id(), List.of(DirectCall.unreadable(reader, e, 1)));
                return;
            }
        }
        String message = "The loop `" + repeat.id() + "` has run "
                + repeat.atMost().getAsLong() + (repeat.atMost().getAsLong() == 1 ? " round" : " rounds")
                + ", the limit of atMost(...), and its condition still does not hold.";
        scope.miss(
                repeat.id(),
                List.of(new DirectFailure(
                        new ActionId(repeat.id(), scope.path()), ErrorNames.TOO_MANY_ROUNDS, message, 1)));
    }

    private static DirectFailure tooMany(
            Node.FanOut fanOut, Tolerance tolerance, long failed, long total, DirectScope scope) {
        String allowed = failed > tolerance.count()
                ? String.format(Locale.ROOT, "%,d", tolerance.count())
                : tolerance.percent() + " percent";
        String message = String.format(
                Locale.ROOT,
                "%,d of the %,d items of `%s` failed, but at most %s may fail.",
                failed,
                total,
                fanOut.id(),
                allowed);
        ActionId tally = new ActionId("tally of " + fanOut.id(), scope.path());
        return new DirectFailure(tally, PermanentFailure.class.getName(), message, 1);
    }

    private void call(Node.Call call, DirectScope scope) {
        ActionId action = new ActionId(call.id(), scope.path());
        DirectCall.Ended ended = calls.run(
                call,
                action,
                () -> DirectFirst.isFirst(call)
                        ? DirectFirst.of(call, scope, chosen.apply(action)).input()
                        : value(call.input(), scope));
        if (ended instanceof DirectCall.Returned returned) {
            results.put(action, returned.result());
            scope.hold(call.id(), returned::result);
        } else if (ended instanceof DirectCall.Failed failed) {
            scope.miss(call.id(), List.of(failed.failure()));
        }
    }
}
