package dev.anabranch.translate.internal.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import dev.anabranch.runs.internal.process.SubRunStart;
import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of a run's input without which each run fails, although their types allow null: a fan-out, a list
 * function or a wait takes its value from them, or a run of another workflow does. Nodes in a conditional, fan-out,
 * loop, attempt or ensure do not count: a run can succeed, or has a cleanup, without them.
 */
public final class RequiredFields {

    /** The parts of a list function's input that are values of the workflow. */
    private static final List<String> LISTS = List.of("list", "other", "number");

    private final Graph graph;
    private final Set<String> found = new LinkedHashSet<>();

    private RequiredFields(Graph graph) {
        this.graph = graph;
    }

    /**
     * Returns the JSON Pointers of the fields in the input, such as {@code /stores}.
     *
     * @param graph the graph of a plan
     */
    public static List<String> of(Graph graph) {
        RequiredFields fields = new RequiredFields(graph);
        graph.root().nodes().forEach(fields::add);
        return List.copyOf(fields.found);
    }

    private void add(Node node) {
        if (node instanceof Node.FanOut fanOut) {
            add(fanOut.list());
        } else if (node instanceof Node.Wait wait) {
            parts(wait.timer().input()).values().forEach(this::add);
        } else if (node instanceof Node.Call call && isOf(call, ListFunction.class)) {
            Map<String, Expr> parts = parts(call.input());
            LISTS.stream().filter(parts::containsKey).map(parts::get).forEach(this::add);
        } else if (node instanceof Node.SubRun run) {
            of(run.child()).forEach(field -> add(input(run), JsonPointer.compile(field)));
        }
    }

    /** Returns the input of the run that a node starts. In a planned graph, another call starts it. */
    private Expr input(Node.SubRun run) {
        Expr input = run.end().input();
        return call(parts(input).get("started"), SubRunStart.class)
                .flatMap(start -> Optional.ofNullable(parts(start.input()).get("input")))
                .orElse(input);
    }

    private void add(@Nullable Expr value) {
        add(value, JsonPointer.empty());
    }

    /** Adds a field of a value, if the value is part of the input. */
    private void add(@Nullable Expr value, JsonPointer field) {
        Optional<Node.Call> relay = call(value, Relay.class);
        Expr source = relay.isPresent() ? relay.get().input() : value;
        if (source instanceof Expr.Composite composite && !field.matches()) {
            add(composite.fields().get(field.getMatchingProperty()), field.tail());
        } else if (source instanceof Expr.Field of) {
            add(of.of(), JsonPointer.empty().appendProperty(of.name()).append(field));
        } else if (source instanceof Expr.RunInput && !field.matches()) {
            found.add(field.toString());
        }
    }

    /** Returns the call whose result an expression is, if it is one of a task. */
    private Optional<Node.Call> call(@Nullable Expr result, Class<?> task) {
        return result instanceof Expr.Result of
                        && graph.node(of.node()).orElse(null) instanceof Node.Call call
                        && isOf(call, task)
                ? Optional.of(call)
                : Optional.empty();
    }

    private static boolean isOf(Node.Call call, Class<?> task) {
        return call.task().className().equals(task.getName());
    }

    private static Map<String, Expr> parts(@Nullable Expr value) {
        return value instanceof Expr.Composite composite ? composite.fields() : Map.of();
    }
}
