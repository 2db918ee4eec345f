package dev.anabranch.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.codec.StateNumbers;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Finding.Place;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.TaskRef;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a definition once and notes what it makes. */
final class Tracer {

    private static final String OWN_PACKAGE = Tracer.class.getPackageName() + ".";

    /** Far more nodes than a state machine can have in its 1 MB: a definition with more than that has a loop that does not end. */
    private static final int MOST_NODES = 10_000;

    private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.");

    private final String workflow;
    private final DefinitionCaller caller;
    private final Deque<ScopeDraft> open = new ArrayDeque<>();
    private final Deque<String> groups = new ArrayDeque<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> reportedPrefixes = new HashSet<>();
    /** How many nodes there are so far, without those that only record. */
    private int made;

    Tracer(String workflow, DefinitionCaller caller) {
        this.workflow = workflow;
        this.caller = caller;
    }

    /** Traces a definition. What is wrong with it in itself is left to the checks. */
    <I, O> Traced trace(Workflow<I, O> definition) {
        WorkflowTypes types = WorkflowTypes.of(definition);
        ScopeDraft root = new ScopeDraft();
        Value<I> input = new Value<>(this, Expr.RunInput::new);
        root.output = defined(root, () -> definition.define(new Flow(this), input));
        root.output = root.output == null // A definition may be written without null checks.
                ? missing("define() returned null.", "Return the value that the run shall return.")
                : own(root.output);
        recordTolerated(root);
        identify(root);
        Graph graph = new Graph(workflow, types.input(), types.output(), root.freeze());
        return new Traced(graph, List.copyOf(findings));
    }

    /** What {@code define} throws is a mistake in the definition: said with its line, beside what was found until then. */
    private <O> @Nullable Value<O> defined(ScopeDraft root, Supplier<Value<O>> define) {
        try {
            return caller.call(() -> in(root, define));
        } catch (InvalidDefinition e) {
            throw e;
        } catch (DefinitionCaller.Overdue e) {
            // The other findings belong to the thread that is still in define().
            throw new InvalidDefinition(
                    List.of(new Finding(
                            "define-overdue",
                            Severity.ERROR,
                            new Place(workflow, "", line(Arrays.stream(e.getStackTrace()))),
                            "define() has not returned after " + e.limit().toSeconds() + " seconds.",
                            "Look for a loop that does not end near that line, and for code that waits. define() may only"
                                    + " describe what depends on what.")),
                    e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            findings.add(new Finding(
                    "define-threw",
                    Severity.ERROR,
                    new Place(workflow, "", line(Arrays.stream(e.getStackTrace()))),
                    sentence("define() threw "
                            + (e instanceof StackOverflowError ? e.getClass().getName() : e)),
                    e instanceof LinkageError
                            ? "Put the class that is missing, or fails to load, in order on the class path."
                            : "Correct what that line does. Only tasks compute: define() is called without a run, and says what"
                                    + " depends on what."));
            throw new InvalidDefinition(findings, e);
        }
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    <O> Call<O> call(Class<? extends Task<?, O>> task, Value<?> input) {
        Objects.requireNonNull(task, "a task is null");
        TaskRef ref = TaskTypes.read(task, this::report);
        CallDraft draft = new CallDraft(scope(), line(), groups.peek(), ref, own(input), null);
        add(draft);
        return new Call<>(this, draft);
    }

    <T, R> FanOut<R> fanOut(
            Value<?> list, BiFunction<Value<T>, Value<Long>, ? extends Value<? extends R>> body, boolean task) {
        FanOutDraft draft = new FanOutDraft(scope(), line(), groups.peek(), own(list));
        add(draft);
        Value<T> item = new Value<>(this, () -> new Expr.Item(draft.id()));
        Value<Long> index = new Value<>(this, () -> new Expr.Index(draft.id()));
        return stage(draft, () -> body.apply(item, index), task);
    }

    /** Adds a stage to the body of a fan-out; {@code task} tells that it is nothing but the call of a task. */
    <R> FanOut<R> stage(FanOutDraft draft, Supplier<? extends Value<? extends R>> body, boolean task) {
        if (draft.scope != scope()) {
            report(
                    "stage-elsewhere",
                    "a fan-out was mapped onwards in another scope than its own, but what is mapped onwards is done for each item in"
                            + " any case.",
                    "Map onwards beside the fan-out, or `collect()` there and fan out over the results here.");
        }
        Value<? extends R> stage = in(draft.body, body);
        stage = stage == null
                ? missing("the body of a fan-out returned null.", "Return what one item is worth.")
                : own(stage);
        draft.body.output = stage;
        return new FanOut<>(this, draft, stage, task && stage instanceof Call<?> call ? call.draft() : null);
    }

    /** The call whose records hold what a stage is worth: the stage itself, or one that is added to record it. */
    CallDraft recordedStage(FanOutDraft draft, Value<?> stage) {
        if (stage instanceof Call<?> call && call.draft().scope == draft.body) {
            return call.draft();
        }
        return draft.recorders.computeIfAbsent(stage, value -> {
            TaskRef relay = TaskTypes.read(Relay.class, this::report);
            CallDraft recorder =
                    new CallDraft(draft.body, draft.line, draft.group().orElse(null), relay, value, draft);
            draft.body.nodes.add(recorder);
            return recorder;
        });
    }

    /** Where items may fail, a record says of each whether it did, also if nobody collects the results. */
    private void recordTolerated(ScopeDraft scope) {
        for (NodeDraft node : List.copyOf(scope.nodes)) {
            node.scopes().forEach(this::recordTolerated);
            if (node instanceof FanOutDraft fanOut && fanOut.isTolerant() && fanOut.body.output != null) {
                fanOut.body.output = new Call<>(this, recordedStage(fanOut, fanOut.body.output));
            }
        }
    }

    <T> Conditional<T> when(
            Value<Boolean> condition,
            Supplier<? extends Value<? extends T>> then,
            Supplier<? extends Value<? extends T>> otherwise) {
        WhenDraft draft = new WhenDraft(scope(), line(), groups.peek(), own(condition));
        add(draft);
        draft.then.output = side(draft.then, then);
        draft.otherwise.output = side(draft.otherwise, otherwise);
        return new Conditional<>(this, draft);
    }

    private <T> Value<? extends T> side(ScopeDraft scope, Supplier<? extends Value<? extends T>> nodes) {
        Value<? extends T> value = in(scope, nodes);
        return value != null
                ? own(value)
                : missing("a side of a conditional returned null.", "Return what that side is worth.");
    }

    <T> Value<T> constant(@Nullable T constant) {
        JsonNode tree;
        try {
            tree = TaskJson.tree(constant);
        } catch (IllegalArgumentException | StackOverflowError e) {
            String why = e instanceof StackOverflowError ? "it contains itself." : String.valueOf(e.getMessage());
            report(
                    "constant-not-json",
                    "a constant cannot be written as JSON: " + why,
                    "Use records, lists, maps, strings, numbers or booleans.");
            tree = NullNode.instance;
        }
        if (!StateNumbers.preservesAll(tree)) {
            report(
                    "constant-number",
                    "a constant has a number that state machines do not keep: an integer beyond 2^53, a decimal with more"
                            + " digits than a double has or with zeros at its end (1.10), or minus zero.",
                    "Write it as a string, or return it from a task.");
        }
        Expr expr = new Expr.Constant(tree);
        return new Value<>(this, () -> expr);
    }

    <R> Value<R> composite(Serializable constructor, List<? extends Value<?>> values) {
        Optional<List<String>> names = MethodReference.of(constructor).flatMap(MethodReference::recordComponents);
        if (names.isEmpty() || names.get().size() != values.size()) {
            report(
                    "not-a-record-constructor",
                    "`flow.record` was not given the canonical constructor of a record.",
                    "Pass a method reference such as `DrawInput::new`, with a value for each component.");
            return constant(null);
        }
        List<Value<?>> owned = owned(values);
        return new Value<>(this, () -> {
            Map<String, Expr> fields = new LinkedHashMap<>();
            for (int i = 0; i < owned.size(); i++) {
                fields.put(names.get().get(i), owned.get(i).expr());
            }
            return new Expr.Composite(fields);
        });
    }

    <T> Value<List<T>> list(List<? extends Value<? extends T>> elements) {
        List<Value<?>> owned = owned(elements);
        return new Value<>(
                this, () -> new Expr.Sequence(owned.stream().map(Value::expr).toList()));
    }

    private List<Value<?>> owned(List<? extends Value<?>> values) {
        List<Value<?>> owned = new ArrayList<>();
        values.forEach(value -> owned.add(own(value)));
        return owned;
    }

    String fieldName(Serializable accessor) {
        return MethodReference.of(accessor).flatMap(MethodReference::property).orElseGet(() -> {
            report(
                    "not-an-accessor",
                    "`get` was not given a reference to an accessor of a field that the value has as JSON.",
                    "Pass a method reference such as `Order::units`, to a record component or a getter; neither lambdas nor"
                            + " methods that compute, such as `List::size`, are understood.");
            return "unknown";
        });
    }

    <O> Value<List<O>> resultsOf(String prefix, Class<? extends Task<?, O>> task) {
        List<NodeDraft> candidates = List.copyOf(scope().nodes);
        String line = line();
        return new Value<>(this, () -> {
            List<Expr> found = new ArrayList<>();
            for (NodeDraft node : candidates) {
                if (node instanceof CallDraft call
                        && call.id().startsWith(prefix)
                        && call.task().className().equals(task.getName())) {
                    found.add(call.result());
                }
            }
            if (found.isEmpty() && reportedPrefixes.add(prefix)) {
                findings.add(new Finding(
                        "no-such-results",
                        Severity.ERROR,
                        new Place(workflow, "", line),
                        "no call of `" + task.getSimpleName() + "` before this line has a name that starts with `"
                                + prefix + "`.",
                        "Check the prefix and the `named(...)` of the calls, and call `resultsOf` after them."));
            }
            return new Expr.Sequence(found);
        });
    }

    <V> V group(String name, Supplier<V> nodes) {
        Objects.requireNonNull(name, "the name of a group is null");
        int before = made;
        groups.push(name);
        try {
            return nodes.get();
        } finally {
            groups.pop();
            if (made == before) {
                findings.add(new Finding(
                        "empty-group",
                        Severity.WARNING,
                        new Place(workflow, "", line()),
                        "the group `" + name + "` has no node.",
                        "Make the nodes inside the function that is given to `group`, or leave the group out."));
            }
        }
    }

    void optionOnBody(FanOutDraft draft, String option) {
        report(
                "option-on-body",
                "`" + option + "` was set on a fan-out whose body is a function; it belongs to one task.",
                "Set it on the calls inside the body.");
    }

    private <V> V in(ScopeDraft scope, Supplier<V> nodes) {
        open.push(scope);
        try {
            return nodes.get();
        } finally {
            open.pop();
        }
    }

    private void add(NodeDraft draft) {
        scope().nodes.add(draft);
        made++;
        if (made > MOST_NODES) {
            report(
                    "too-many-nodes",
                    String.format(
                            Locale.ROOT,
                            "define() has made %,d nodes and has not returned; a state machine has room for a few thousand.",
                            MOST_NODES),
                    "Look for a loop that does not end, or fan out with `map` over a list instead of a loop in Java.");
            throw new InvalidDefinition(findings);
        }
    }

    private ScopeDraft scope() {
        ScopeDraft scope = open.peek();
        if (scope == null) {
            throw new IllegalStateException("The workflow `" + workflow
                    + "` made a node after define() had returned. Make all nodes in define().");
        }
        return scope;
    }

    private <T> Value<? extends T> own(Value<? extends T> value) {
        Objects.requireNonNull(value, "a value is null");
        if (value.tracer() == this) {
            return value;
        }
        report(
                "foreign-value",
                "a value of another definition was used.",
                "Use only values made by the `flow` of this call of define().");
        return constant(null);
    }

    /** Makes a node wait for steps. */
    void after(NodeDraft draft, Step... steps) {
        for (Step step : steps) {
            if (step instanceof Call<?> call) {
                after(draft, call.tracer(), call.draft());
            } else if (step instanceof FanOut<?> fanOut) {
                after(draft, fanOut.tracer(), fanOut.draft());
            } else if (step instanceof Conditional<?> conditional) {
                after(draft, conditional.tracer(), conditional.draft());
            }
        }
    }

    private void after(NodeDraft draft, Tracer other, NodeDraft step) {
        if (other == this) {
            draft.after(step);
        } else {
            report(
                    "foreign-step",
                    "a step of another definition was waited for.",
                    "Wait only for steps made by the `flow` of this call of define().");
        }
    }

    private <T> Value<T> missing(String message, String fix) {
        report("missing-value", message, fix);
        return constant(null);
    }

    private void report(String id, String message, String fix) {
        findings.add(
                new Finding(id, Severity.ERROR, new Place(workflow, "", open.isEmpty() ? "" : line()), message, fix));
    }

    /** The line of the definition that is being traced: the nearest caller outside this package. */
    private static String line() {
        return StackWalker.getInstance().walk(frames -> line(frames.map(StackWalker.StackFrame::toStackTraceElement)));
    }

    private static String line(Stream<StackTraceElement> frames) {
        return frames.filter(frame -> !frame.getClassName().startsWith(OWN_PACKAGE))
                .filter(frame -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
    }

    /** Gives each node its final name. Names that users gave come first; the others make way. */
    private void identify(ScopeDraft root) {
        List<NodeDraft> nodes = new ArrayList<>();
        innerFirst(root, nodes);
        Set<String> taken = new HashSet<>();
        for (NodeDraft node : nodes) {
            node.givenName().ifPresent(name -> {
                if (!taken.add(name)) {
                    findings.add(new Finding(
                            "duplicate-name",
                            Severity.ERROR,
                            new Place(workflow, name, node.line),
                            "two nodes have the name `" + name + "`.",
                            "Give each node a name of its own."));
                }
            });
        }
        Map<String, Integer> numbers = new HashMap<>();
        nodes.stream().filter(node -> !node.recordsOnly()).forEach(node -> identify(node, taken, numbers));
        nodes.stream().filter(NodeDraft::recordsOnly).forEach(node -> identify(node, taken, numbers));
    }

    /**
     * Gives a node its name.
     *
     * @param numbers the last number that each name was given, so that the same name many times is not looked for from the start
     */
    private static void identify(NodeDraft node, Set<String> taken, Map<String, Integer> numbers) {
        Optional<String> given = node.givenName();
        String wish = given.orElseGet(() -> DefaultNames.cut(node.defaultName(), Node.NAME_CHARS));
        int number = numbers.merge(wish, 1, Integer::sum);
        String name = wish;
        while (number > 1 || given.isEmpty()) {
            String suffix = number == 1 ? "" : " " + number;
            name = DefaultNames.cut(wish, Node.NAME_CHARS - suffix.length()) + suffix;
            if (taken.add(name)) {
                break;
            }
            number++;
        }
        numbers.put(wish, number);
        node.identify(name);
    }

    private static void innerFirst(ScopeDraft scope, List<NodeDraft> into) {
        for (NodeDraft node : scope.nodes) {
            node.scopes().forEach(inner -> innerFirst(inner, into));
            into.add(node);
        }
    }
}
