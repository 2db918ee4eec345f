package dev.anabranch.oracle;

import dev.anabranch.oracle.GenericTasks.Poll;
import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryRule;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which parts of the authoring API random workflows use, and in which scopes. */
final class PartsOfWorkflows {

    private static final List<String> SCOPES = List.of("root", "conditional", "fan-out", "fold", "loop");

    private static final List<String> PARTS = List.of(
            "sleep",
            "sleepUntil",
            "await",
            "await with onTimeout",
            "callback",
            "callback with onTimeout",
            "callback with heartbeat",
            "repeat",
            "poll",
            "fold",
            "run",
            "scope",
            "group",
            "attempt",
            "ensure",
            "when",
            "map",
            "Retry.on",
            "Retry.except",
            "several policies",
            "tolerate",
            "toleratePercent",
            "firstSuccesses",
            "any",
            "label",
            "batch",
            "zip",
            "product",
            "flatten",
            "entries",
            "range",
            "chunks",
            "filter");

    private static final Pattern SCOPED = Pattern.compile("s\\d+\\..*");

    private final Set<String> found = new HashSet<>();

    void add(Graph graph) {
        graph.onFailure().ifPresent(call -> found.add("onFailure"));
        graph.limitSeconds().ifPresent(seconds -> found.add("timeLimit"));
        scope(graph.root(), "root");
    }

    /** Returns each part that no workflow uses in one of the scopes, such as {@code zip in fold}. */
    List<String> missing() {
        return Stream.concat(Stream.of("onFailure", "timeLimit"), PARTS.stream().flatMap(part -> SCOPES.stream()
                        .map(scope -> part + " in " + scope)))
                .filter(part -> !found.contains(part))
                .toList();
    }

    private void scope(Scope scope, String kind) {
        for (Node node : scope.nodes()) {
            parts(node).forEach(part -> found.add(part + " in " + kind));
            node.scopes().forEach(inner -> scope(inner, kind(node, kind)));
        }
    }

    private static String kind(Node node, String outer) {
        if (node instanceof Node.FanOut fanOut) {
            return fanOut.isFold() ? "fold" : "fan-out";
        }
        return node instanceof Node.Repeat ? "loop" : node instanceof Node.When ? "conditional" : outer;
    }

    private static List<String> parts(Node node) {
        List<String> parts = new ArrayList<>();
        node.group().ifPresent(group -> parts.add("group"));
        if (SCOPED.matcher(node.id()).matches()) {
            parts.add("scope");
        }
        if (node instanceof Node.Wait wait) {
            parts.add(((Expr.Composite) wait.timer().input()).fields().containsKey("until") ? "sleepUntil" : "sleep");
        } else if (node instanceof Node.Await await) {
            String part = await.start().isPresent() ? "callback" : "await";
            parts.add(await.onTimeout().isPresent() ? part + " with onTimeout" : part);
            await.start()
                    .filter(start -> start.heartbeatSeconds().isPresent())
                    .ifPresent(start -> parts.add("callback with heartbeat"));
        } else if (node instanceof Node.Repeat repeat) {
            boolean polls = repeat.body().nodes().stream()
                    .anyMatch(inner -> inner instanceof Node.Call call
                            && call.task().className().equals(Poll.class.getName()));
            parts.add(polls ? "poll" : "repeat");
        } else if (node instanceof Node.SubRun) {
            parts.add("run");
        } else if (node instanceof Node.Guard guard) {
            parts.add(guard.isAttempt() ? "attempt" : "ensure");
        } else if (node instanceof Node.When) {
            parts.add("when");
        } else if (node instanceof Node.FanOut fanOut) {
            parts.add(fanOut.isFold() ? "fold" : "map");
            options(fanOut.options(), parts);
        }
        node.functionCall().ifPresent(call -> call(call, parts));
        return parts;
    }

    private static void options(FanOutOptions options, List<String> parts) {
        options.tolerance()
                .ifPresent(limit -> parts.add(limit.count() < Long.MAX_VALUE ? "tolerate" : "toleratePercent"));
        if (options.batch() > 1) {
            parts.add("batch");
        }
        options.label().ifPresent(label -> parts.add("label"));
        options.successes().ifPresent(count -> parts.add("firstSuccesses"));
    }

    private static void call(Node.Call call, List<String> parts) {
        List<RetryRule> rules = call.options().retries();
        if (rules.size() > 1) {
            parts.add("several policies");
        }
        rules.forEach(rule -> {
            if (!rule.errors().isEmpty()) {
                parts.add("Retry.on");
            }
            if (!rule.exceptions().isEmpty()) {
                parts.add("Retry.except");
            }
        });
        if (call.input() instanceof Expr.Composite input) {
            if (DirectFirst.isFirst(call) && input.fields().get("single") instanceof Expr.Constant single) {
                parts.add(single.json().booleanValue() ? "any" : "firstSuccesses");
            }
            if (call.task().className().equals(ListFunction.class.getName())
                    && input.fields().get("operation") instanceof Expr.Constant operation) {
                parts.add(ListFunction.Operation.valueOf(operation.json().textValue())
                        .word());
            }
        }
    }
}
