package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.runtime.internal.action.FirstSuccesses;
import dev.anabranch.runtime.internal.action.WaitTimer;
import dev.anabranch.runtime.internal.codec.ClassFailure;
import dev.anabranch.runtime.internal.codec.StateNumbers;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Await;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Callback;
import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.Ensured;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Place;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.Fold;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.SubRun;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefaultNames;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import dev.anabranch.workflow.internal.graph.SourceLine;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import dev.anabranch.workflow.internal.types.MethodReference;
import dev.anabranch.workflow.internal.types.TaskTypes;
import dev.anabranch.workflow.internal.types.WorkflowTypes;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls a definition once and records the nodes that it adds. Not thread-safe; used for one definition. */
final class Tracer {

    /** More nodes than fit into the 1 MB of a state machine; a definition that exceeds this has an endless loop. */
    private static final int MAX_NODES = 10_000;

    /** A dot would make the scopes of two names equal that were nested in different ways. */
    private static final Pattern SCOPE =
            Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N} _()-]{0,28}[\\p{L}\\p{M}\\p{N}])?");

    /** The timeout of one of Anabranch's own tasks in the body of a fan-out or in a conditional. */
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(60);

    private final String workflow;
    private final Class<?> definition;
    private final DefinitionCaller caller;
    private final Deque<ScopeDraft> openScopes = new ArrayDeque<>();
    private final Deque<String> groups = new ArrayDeque<>();

    /** The scopes of the names of nodes that are added now, each followed by a dot. */
    private String prefix = "";

    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> reportedPrefixes = new HashSet<>();
    private final Map<Class<?>, NodeDraft> firstCalls = new LinkedHashMap<>();

    /** The graphs of the workflows that this definition runs, by class. */
    private final Map<Class<?>, Graph> children = new HashMap<>();

    /** The classes of the workflows that run this definition, outermost first. */
    private final List<Class<?>> enclosing;

    /** The classes of all workflows that take part in a run, by name: the name identifies a state machine. */
    private final Map<String, Class<?>> named;

    /** The first wait for an answer of each type. */
    private final Map<Class<?>, NodeDraft> answers = new LinkedHashMap<>();

    /** The scope of the calls for failures of the run: at most one in a valid definition. */
    private final ScopeDraft hooks = new ScopeDraft();

    private final Recorders recorders = new Recorders(this);

    /** The time limit of a run; empty if the definition sets none. */
    private OptionalLong limitSeconds = OptionalLong.empty();

    /** The number of nodes that the definition has added, without recorders. */
    private int addedNodes;

    /**
     * Creates a tracer.
     *
     * @param workflow the workflow's name
     * @param definition the class of the workflow
     */
    Tracer(String workflow, Class<?> definition, DefinitionCaller caller) {
        this(workflow, definition, caller, List.of(), new HashMap<>(Map.of(workflow, definition)));
    }

    private Tracer(
            String workflow,
            Class<?> definition,
            DefinitionCaller caller,
            List<Class<?>> enclosing,
            Map<String, Class<?>> named) {
        this.enclosing = enclosing;
        this.named = named;
        this.workflow = workflow;
        this.definition = definition;
        this.caller = caller;
    }

    /** Traces a definition. The graph is not checked. */
    <I, O> TracedWorkflow trace(Workflow<I, O> definition) {
        WorkflowTypes types = types(definition);
        ScopeDraft root = new ScopeDraft();
        Value<I> input = new TracedValue<>(this, Expr.RunInput::new);
        Value<O> output = define(root, () -> definition.define(new TracingFlow(this), input));
        root.output = output == null // A definition may be written without null checks.
                ? withoutOutput(root)
                : own(output);
        recorders.addOutcomes(root);
        NodeNames names = new NodeNames(workflow);
        findings.addAll(names.give(List.of(root, hooks)));
        recorders.recordWholeItems(root, names::give);
        findings.addAll(new TypeFindings(workflow).of(definition.getClass(), firstCalls, answers));
        findings.addAll(new LabelFindings(workflow, definition.getClass(), firstCalls.keySet()).of(root));
        Graph graph = new Graph(workflow, types.input(), types.output(), root.freeze(), limitSeconds, hook());
        return new TracedWorkflow(graph, List.copyOf(findings));
    }

    private WorkflowTypes types(Workflow<?, ?> definition) {
        try {
            return WorkflowTypes.of(definition);
        } catch (TypeNotPresentException | LinkageError e) {
            Optional<ClassFailure> failure = ClassFailure.in(e);
            if (failure.isEmpty()) {
                throw e;
            }
            report(
                    "type-cannot-travel",
                    "the workflow has an input or output type " + failure.get().reason() + ".",
                    failure.get().fix());
            throw new InvalidDefinition(findings, e);
        }
    }

    /** Calls {@code define}, and reports an exception as a finding with its line, together with the findings so far. */
    private <O> @Nullable Value<O> define(ScopeDraft root, Supplier<Value<O>> define) {
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
                            new Place(workflow, "", CallingLine.of(e)),
                            "define() has not returned after " + e.limit().toSeconds() + " seconds.",
                            "Look for a loop that does not end near that line, and for code that waits. define() may only"
                                    + " describe what depends on what.")),
                    e);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            findings.add(new Finding(
                    "define-threw",
                    Severity.ERROR,
                    new Place(workflow, "", CallingLine.of(e)),
                    sentence("define() threw " + thrown(e)),
                    e instanceof LinkageError || e instanceof TypeNotPresentException
                            ? "Add the missing class to the class path, or correct its static initializer."
                            : "Correct the code at this line. define() is called before any run, so values have no content yet;"
                                    + " compute in a task."));
            throw new InvalidDefinition(findings, e);
        }
    }

    private static String thrown(Throwable e) {
        if (e instanceof StackOverflowError) {
            return e.getClass().getName();
        }
        // Java hides the exception of a static initializer.
        return e instanceof ExceptionInInitializerError ? ClassFailure.describe(ClassFailure.root(e)) : e.toString();
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    <O> Call<O> call(Class<? extends Task<?, O>> task, Value<?> input) {
        Objects.requireNonNull(task, "a task is null");
        TaskRef ref = TaskTypes.read(task, this::report);
        CallDraft draft = new CallDraft(scope(), CallingLine.nearest(), groups.peek(), ref, own(input), null);
        firstCalls.putIfAbsent(task, draft);
        add(draft);
        return new TracedCall<>(this, draft);
    }

    /**
     * Adds a call of one of Anabranch's tasks. In a body its timeout is at most a minute, because the items of an Express
     * execution have 5 minutes with all retries.
     *
     * @param name the name of the node if the user sets none
     */
    <O> Call<O> ownCall(Class<? extends Task<?, ?>> task, String name, Supplier<Expr> input) {
        TaskRef ref = TaskTypes.read(task, this::report);
        CallDraft draft = new CallDraft(
                        scope(), CallingLine.nearest(), groups.peek(), ref, new TracedValue<>(this, input), null)
                .preferring(name);
        if (openScopes.size() > 1) {
            draft.timeout = BODY_TIMEOUT;
        }
        add(draft);
        return new TracedCall<>(this, draft);
    }

    <T, R> FanOut<R> fanOut(
            Value<?> list, BiFunction<Value<T>, Value<Long>, ? extends Value<? extends R>> body, boolean task) {
        FanOutDraft draft = new FanOutDraft(scope(), CallingLine.nearest(), groups.peek(), own(list));
        add(draft);
        Value<T> item = new TracedValue<>(this, () -> new Expr.Item(draft.id()));
        Value<Long> index = new TracedValue<>(this, () -> new Expr.Index(draft.id()));
        return stage(draft, () -> body.apply(item, index), task);
    }

    /**
     * Adds a loop.
     *
     * @param task whether the body is a single call of a task
     */
    <S> Repeat<S> repeat(
            Value<? extends S> start, Function<Value<S>, ? extends Value<? extends S>> body, boolean task) {
        RepeatDraft draft = new RepeatDraft(scope(), CallingLine.nearest(), groups.peek(), own(start));
        add(draft);
        Value<S> before = new TracedValue<>(this, () -> draft.state(true));
        Value<? extends S> returned = in(draft.body, () -> body.apply(before));
        TracedValue<? extends S> result = returned == null
                ? missing("the body of a loop returned null.", "Return the value of one round.")
                : own(returned);
        draft.body.output = recorders.ofRound(draft, result);
        return new TracedRepeat<>(this, draft, task && result instanceof TracedCall<?> call ? call.draft() : draft);
    }

    /** Traces the condition of a loop. */
    void until(RepeatDraft draft, Supplier<? extends Value<Boolean>> done) {
        draft.until = new ScopeDraft();
        Value<Boolean> returned = in(draft.until, done);
        draft.until.output = returned == null
                ? missing("the condition of a loop returned null.", "Return a boolean value.")
                : own(returned);
    }

    <T, S> Fold<S> fold(
            Value<?> list,
            Value<? extends S> initial,
            BiFunction<Value<S>, Value<T>, ? extends Value<? extends S>> body) {
        FanOutDraft draft = new FanOutDraft(scope(), CallingLine.nearest(), groups.peek(), own(list));
        add(draft);
        draft.concurrency = 1;
        draft.initial = own(initial);
        Value<T> item = new TracedValue<>(this, () -> new Expr.Item(draft.id()));
        Value<S> before = new TracedValue<>(this, () -> draft.folded(true));
        Value<? extends S> returned = in(draft.body, () -> body.apply(before, item));
        TracedValue<? extends S> result = returned == null
                ? missing("the body of a fold returned null.", "Return the value for one item.")
                : own(returned);
        draft.body.output = new TracedCall<>(this, recorders.ofStage(draft, result));
        return new TracedFold<>(this, draft);
    }

    /**
     * Adds a stage to the body of a fan-out.
     *
     * @param task whether the stage is a single call of a task
     */
    <R> FanOut<R> stage(FanOutDraft draft, Supplier<? extends Value<? extends R>> body, boolean task) {
        if (draft.scope != scope()) {
            report(
                    "stage-elsewhere",
                    "`map` was called on a fan-out of another scope, but a stage always runs for each item of its fan-out.",
                    "Call `map` in the scope of the fan-out, or `collect()` there and fan out over the results here.");
        }
        Value<? extends R> returned = in(draft.body, body);
        TracedValue<? extends R> stage = returned == null
                ? missing("the body of a fan-out returned null.", "Return the value for one item.")
                : own(returned);
        draft.body.output = stage;
        return new TracedFanOut<>(
                this, draft, stage, task && stage instanceof TracedCall<?> call ? call.draft() : null);
    }

    /** Returns the recorders of this definition. */
    Recorders recorders() {
        return recorders;
    }

    /**
     * Adds the call that returns the first results of a fan-out.
     *
     * @param single true to return the only result instead of a list
     */
    <V> Value<V> firstSuccesses(FanOutDraft draft, TracedValue<?> stage, int successes, boolean single) {
        CallDraft source = recorders.ofStage(draft, stage);
        if (draft.successes != null) {
            report(
                    "first-successes-twice",
                    "`firstSuccesses` or `any` is called twice for one fan-out.",
                    "Call it once and use its value several times, or fan out twice.");
        }
        draft.successes = successes;
        TaskRef task = TaskTypes.read(FirstSuccesses.class, this::report);
        TracedValue<?> input = new TracedValue<>(this, () -> {
            Map<String, Expr> fields = new LinkedHashMap<>();
            fields.put("fanOut", new Expr.Constant(TextNode.valueOf(draft.id())));
            fields.put(
                    "items",
                    new Expr.Collected(draft.id(), draft.recording(source).id(), Failures.FIRST, true, successes));
            fields.put("single", new Expr.Constant(BooleanNode.valueOf(single)));
            return new Expr.Composite(fields);
        });
        CallDraft call =
                new CallDraft(draft.scope, CallingLine.nearest(), draft.group().orElse(null), task, input, draft);
        call.added = "first";
        draft.scope.nodes.add(call);
        return new TracedCall<>(this, call);
    }

    <T> Conditional<T> when(
            Value<Boolean> condition,
            Supplier<? extends Value<? extends T>> then,
            Supplier<? extends Value<? extends T>> otherwise) {
        WhenDraft draft = new WhenDraft(scope(), CallingLine.nearest(), groups.peek(), own(condition));
        add(draft);
        draft.then.output = branch(draft.then, then);
        draft.otherwise.output = branch(draft.otherwise, otherwise);
        return new TracedConditional<>(this, draft);
    }

    <R> Ensured<R> ensure(Supplier<? extends Value<? extends R>> steps, Runnable cleanup) {
        ScopeDraft after = new ScopeDraft();
        GuardDraft draft = new GuardDraft(scope(), CallingLine.nearest(), groups.peek(), after);
        add(draft);
        draft.body.output = output(
                draft.body,
                steps,
                "the steps before a cleanup returned null.",
                "Return the value of the steps, or `flow.value(...)` if they have none.");
        after.output = in(after, () -> {
            cleanup.run();
            return constant(null);
        });
        return new TracedEnsured<>(this, draft);
    }

    /**
     * Adds a wait.
     *
     * @param field the field of the timer's input that {@code time} is
     */
    Wait sleep(String field, Value<?> time) {
        TaskRef timer = TaskTypes.read(WaitTimer.class, this::report);
        WaitDraft draft = new WaitDraft(scope(), CallingLine.nearest(), groups.peek(), timer, field, own(time));
        add(draft);
        return new TracedWait(this, draft);
    }

    <O> SubRun<O> run(Class<? extends Workflow<?, O>> type, Value<?> input) {
        Objects.requireNonNull(type, "a workflow is null");
        Graph child = children.get(type);
        if (child == null) {
            child = child(type);
            children.put(type, child);
        }
        SubRunDraft draft = new SubRunDraft(scope(), CallingLine.nearest(), groups.peek(), type, child, own(input));
        add(draft);
        return new TracedSubRun<>(this, draft);
    }

    /** Traces a workflow that this definition runs. */
    private Graph child(Class<? extends Workflow<?, ?>> type) {
        TypeName any = new TypeName("java.lang.Object");
        Graph none = new Graph(
                DefaultNames.kebab(type.getSimpleName()),
                any,
                any,
                new Scope(List.of(), new Expr.Constant(NullNode.instance)),
                OptionalLong.empty(),
                Optional.empty());
        List<Class<?>> outer =
                Stream.concat(enclosing.stream(), Stream.of(definition)).toList();
        if (outer.contains(type)) {
            report(
                    "recursive-workflow",
                    "the workflow runs itself: "
                            + Stream.concat(outer.stream().skip(outer.indexOf(type)), Stream.of(type))
                                    .map(each -> "`" + each.getSimpleName() + "`")
                                    .collect(Collectors.joining(" runs "))
                            + ".",
                    "Remove one of these `flow.run(...)`, or repeat steps with a fan-out.");
            return none;
        }
        Workflow<?, ?> workflowToRun;
        try {
            workflowToRun = type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            report(
                    "sub-workflow-class",
                    "`" + type.getName() + "` cannot be created: it must be a public class with a public constructor"
                            + " without parameters that does not fail.",
                    "Make the class and the constructor public, and correct the constructor if it throws.");
            return none;
        }
        String name = TracedWorkflow.name(workflowToRun);
        Class<?> other = named.putIfAbsent(name, type);
        if (other != null && other != type) {
            report(
                    "sub-workflow-name",
                    "`" + other.getName() + "` and `" + type.getName() + "` are both named `" + name
                            + "`, so they would have the same state machine.",
                    "Override `name()` of one of them, or rename its class.");
            return none;
        }
        try {
            TracedWorkflow traced = new Tracer(name, type, DefinitionCaller.DIRECT, outer, named).trace(workflowToRun);
            findings.addAll(traced.findings());
            return traced.graph();
        } catch (InvalidDefinition e) {
            findings.addAll(e.findings());
            return none;
        }
    }

    <T> Await<T> await(String name, Class<T> type) {
        TypeName answer =
                new TypeName(TypeFactory.defaultInstance().constructType(type).toCanonical());
        AwaitDraft draft = new AwaitDraft(scope(), CallingLine.nearest(), groups.peek(), name, answer, constant(null));
        answers.putIfAbsent(type, draft);
        add(draft);
        return new TracedAwait<>(this, draft);
    }

    <T> Callback<T> callback(Class<? extends Task<?, ?>> task, Value<?> input, Class<T> type) {
        Objects.requireNonNull(task, "a task is null");
        TypeName answer =
                new TypeName(TypeFactory.defaultInstance().constructType(type).toCanonical());
        TaskRef ref = TaskTypes.read(task, this::report);
        CallbackDraft draft = new CallbackDraft(scope(), CallingLine.nearest(), groups.peek(), ref, own(input), answer);
        firstCalls.putIfAbsent(task, draft);
        answers.putIfAbsent(type, draft);
        add(draft);
        return new TracedCallback<>(this, draft);
    }

    private <T> TracedValue<? extends T> branch(ScopeDraft scope, Supplier<? extends Value<? extends T>> nodes) {
        return output(scope, nodes, "a branch of a conditional returned null.", "Return the value of the branch.");
    }

    /** Adds the nodes of a scope and returns its output. */
    private <T> TracedValue<? extends T> output(
            ScopeDraft scope, Supplier<? extends Value<? extends T>> nodes, String message, String fix) {
        Value<? extends T> value = in(scope, nodes);
        return value != null ? own(value) : missing(message, fix);
    }

    <O> Call<O> onFailure(Class<? extends Task<?, O>> task) {
        Objects.requireNonNull(task, "a task is null");
        if (!hooks.nodes.isEmpty()) {
            report(
                    "on-failure-twice",
                    "`onFailure` sets a second task for failures of the run.",
                    "Call `onFailure` once, and do everything in its task.");
        }
        CallDraft draft = new CallDraft(
                hooks, CallingLine.nearest(), groups.peek(), TaskTypes.read(task, this::report), constant(null), null);
        firstCalls.putIfAbsent(task, draft);
        hooks.nodes.add(draft);
        return new TracedCall<>(this, draft);
    }

    /** Returns the call for failures of the run. */
    private Optional<Node.Call> hook() {
        if (hooks.nodes.isEmpty()) {
            return Optional.empty();
        }
        Node.Call call = (Node.Call) hooks.nodes.get(0).freeze();
        if (!call.after().isEmpty() || call.options().cache().isPresent()) {
            findings.add(new Finding(
                    "on-failure-options",
                    Severity.ERROR,
                    new Place(workflow, call.id(), call.line()),
                    "the call for failures of the run has an `after` or a cache.",
                    "Remove it: the call starts when the run has failed, and must not be skipped."));
        }
        return Optional.of(call);
    }

    void timeLimit(Duration limit) {
        if (limitSeconds.isPresent()) {
            replaced("timeLimit");
        }
        limitSeconds = OptionalLong.of(wholeSeconds("timeLimit", limit).toSeconds());
    }

    <R> Attempt<R> attempt(Supplier<? extends Value<? extends R>> steps) {
        GuardDraft draft = new GuardDraft(scope(), CallingLine.nearest(), groups.peek(), null);
        add(draft);
        draft.body.output =
                output(draft.body, steps, "the steps of an attempt returned null.", "Return the value of the steps.");
        return new TracedAttempt<>(this, draft);
    }

    <T> TracedValue<T> constant(@Nullable T constant) {
        JsonNode tree;
        boolean preserved = true;
        try {
            tree = TaskJson.tree(constant);
            preserved = StateNumbers.preservesAllOf(constant);
        } catch (IllegalArgumentException | StackOverflowError e) {
            String why = e instanceof StackOverflowError ? "it contains itself." : String.valueOf(e.getMessage());
            report(
                    "constant-not-json",
                    "a constant cannot be written as JSON: " + why,
                    "Use records, lists, maps, strings, numbers or booleans.");
            tree = NullNode.instance;
        }
        if (!preserved) {
            report(
                    "constant-number",
                    "a constant has a number that state machines do not keep exactly: an integer beyond 2^53, a decimal with"
                            + " more digits than a double has or with a scale that may change (1.10, 1.0, 0.0001), or minus"
                            + " zero.",
                    "Write it as a string, or return it from a task.");
        }
        Expr expr = new Expr.Constant(tree);
        return new TracedValue<>(this, () -> expr);
    }

    <R> Value<R> composite(Serializable constructor, List<? extends Value<?>> values) {
        Optional<List<String>> names = components("record", constructor, values.size());
        if (names.isEmpty()) {
            return constant(null);
        }
        List<TracedValue<?>> owned = owned(values);
        return new TracedValue<>(this, () -> {
            Map<String, Expr> fields = new LinkedHashMap<>();
            for (int i = 0; i < owned.size(); i++) {
                fields.put(names.get().get(i), owned.get(i).expr());
            }
            return new Expr.Composite(fields);
        });
    }

    /**
     * Returns the JSON names of a record's components. Reports a finding and returns empty if {@code constructor} does
     * not refer to the canonical constructor of a record with {@code count} components.
     *
     * @param method the method of {@code Flow} that received it
     */
    Optional<List<String>> components(String method, Serializable constructor, int count) {
        Optional<List<String>> names = MethodReference.of(constructor)
                .flatMap(MethodReference::recordComponents)
                .filter(found -> found.size() == count);
        if (names.isEmpty()) {
            report(
                    "not-a-record-constructor",
                    "the first argument of `flow." + method
                            + "` is not a reference to the canonical constructor of a record.",
                    "Pass a method reference such as `DrawInput::new`, and one value for each component. In Kotlin, the class is a"
                            + " `@JvmRecord data class`.");
        }
        return names;
    }

    <T> Value<List<T>> list(List<? extends Value<? extends T>> elements) {
        List<TracedValue<?>> owned = owned(elements);
        return new TracedValue<>(
                this,
                () -> new Expr.Sequence(owned.stream().map(TracedValue::expr).toList()));
    }

    private List<TracedValue<?>> owned(List<? extends Value<?>> values) {
        List<TracedValue<?>> owned = new ArrayList<>();
        values.forEach(value -> owned.add(own(value)));
        return owned;
    }

    /** Returns the line of the definition that is being traced. */
    String currentLine() {
        return CallingLine.nearest();
    }

    String fieldName(String method, Serializable accessor) {
        return MethodReference.of(accessor).flatMap(MethodReference::property).orElseGet(() -> {
            report(
                    "not-an-accessor",
                    "the argument of `" + method
                            + "` is not a reference to a record component's accessor or to a getter.",
                    "Pass a method reference such as `Order::units`. Lambda expressions and methods that compute, such as"
                            + " `List::size`, cannot be translated.");
            return "unknown";
        });
    }

    <O> Value<List<O>> resultsOf(String prefix, Class<? extends Task<?, O>> task) {
        List<NodeDraft> candidates = List.copyOf(scope().nodes);
        String line = CallingLine.nearest();
        String start = this.prefix + prefix;
        return new TracedValue<>(this, () -> {
            List<Expr> found = new ArrayList<>();
            for (NodeDraft node : candidates) {
                if (node instanceof CallDraft call
                        && call.id().startsWith(start)
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

    <V> V scope(String name, Supplier<V> nodes) {
        if (!SCOPE.matcher(Objects.requireNonNull(name, "the name of a scope is null"))
                .matches()) {
            report(
                    "scope-name",
                    "the name of a scope must have 1 to 30 letters, digits, spaces and `_ ( ) -`, and must start and end with"
                            + " a letter or digit, but is `" + name + "`.",
                    "Pass another name to `flow.scope`.");
        }
        String outer = prefix;
        prefix = outer + name + ".";
        try {
            return nodes.get();
        } finally {
            prefix = outer;
        }
    }

    <V> V group(String name, Supplier<V> nodes) {
        Objects.requireNonNull(name, "the name of a group is null");
        int before = addedNodes;
        groups.push(name);
        try {
            return nodes.get();
        } finally {
            groups.pop();
            if (addedNodes == before) {
                findings.add(new Finding(
                        "empty-group",
                        Severity.WARNING,
                        new Place(workflow, "", CallingLine.nearest()),
                        "the group `" + name + "` has no node.",
                        "Add the nodes inside the function that is passed to `group`, or remove the group."));
            }
        }
    }

    /** Reports an option that the definition sets for the second time on one node, and would replace. */
    void once(NodeDraft draft, String option) {
        if (!draft.isFirst(option)) {
            replaced(option);
        }
    }

    private void replaced(String option) {
        report(
                "option-twice",
                "`" + option + "` is set twice" + (option.equals("timeLimit") ? "" : " on the same step")
                        + ", and only one of them can apply.",
                "Keep one of the calls of `" + option + "`.");
    }

    /** Returns the duration, and reports one with a fraction of a second. */
    Duration wholeSeconds(String option, Duration duration) {
        if (Objects.requireNonNull(duration, option).toNanosPart() != 0) {
            report(
                    "fraction-of-second",
                    "`" + option + "` is " + duration.toMillis()
                            + " ms, but Step Functions and Lambda count whole seconds.",
                    "Set a duration in whole seconds, such as `Duration.ofSeconds("
                            + Math.max(1, duration.plusNanos(999_999_999).toSeconds()) + ")`.");
        }
        return duration;
    }

    /** Returns the policies of a call, and reports delays with a fraction of a second. */
    List<Retry> wholeSeconds(Retry... policies) {
        for (Retry policy : policies) {
            wholeSeconds("backoff", policy.firstDelay());
            wholeSeconds("maxDelay", policy.maxDelay());
        }
        return List.of(policies);
    }

    void optionOnBody(String option) {
        report(
                "option-on-body",
                "`" + option + "` was set on a fan-out whose body is a function, but it applies to a single task.",
                "Set it on the calls inside the body.");
    }

    private <V> V in(ScopeDraft scope, Supplier<V> nodes) {
        openScopes.push(scope);
        try {
            return nodes.get();
        } finally {
            openScopes.pop();
        }
    }

    private void add(NodeDraft draft) {
        scope().nodes.add(draft);
        draft.prefix(prefix);
        addedNodes++;
        if (addedNodes > MAX_NODES) {
            report(
                    "too-many-nodes",
                    String.format(
                            Locale.ROOT,
                            "define() has added more than %,d nodes and has not returned; a state machine can have a few thousand.",
                            MAX_NODES),
                    "Look for an endless loop, or fan out with `map` over a list instead of a loop in Java.");
            throw new InvalidDefinition(findings);
        }
    }

    private ScopeDraft scope() {
        ScopeDraft scope = openScopes.peek();
        if (scope == null) {
            throw new IllegalStateException("The workflow `" + workflow
                    + "` added a node after define() had returned. Add all nodes in define().");
        }
        return scope;
    }

    /**
     * Returns the value if it belongs to this definition; otherwise reports a finding and returns null as a constant.
     */
    <T> TracedValue<? extends T> own(Value<? extends T> value) {
        Objects.requireNonNull(value, "a value is null");
        if (value instanceof TracedValue<? extends T> traced && traced.tracer() == this) {
            return traced;
        }
        report(
                "foreign-value",
                "a value of another definition is used.",
                "Use only values of the `flow` that this call of define() received.");
        return constant(null);
    }

    /** Makes a node wait for {@code steps}. */
    void after(NodeDraft draft, Step... steps) {
        for (Step step : steps) {
            if (step instanceof TracedCall<?> call) {
                after(draft, call.tracer(), call.draft());
            } else if (step instanceof TracedFanOut<?> fanOut) {
                after(draft, fanOut.tracer(), fanOut.draft());
            } else if (step instanceof TracedConditional<?> conditional) {
                after(draft, conditional.tracer(), conditional.draft());
            } else if (step instanceof TracedFold<?> fold) {
                after(draft, fold.tracer(), fold.draft());
            } else if (step instanceof TracedAttempt<?> attempt) {
                after(draft, attempt.tracer(), attempt.draft());
            } else if (step instanceof TracedEnsured<?> ensured) {
                after(draft, ensured.tracer(), ensured.draft());
            } else if (step instanceof TracedRepeat<?> repeat) {
                after(draft, repeat.tracer(), repeat.draft());
            } else if (step instanceof TracedAwait<?> await) {
                after(draft, await.tracer(), await.draft());
            } else if (step instanceof TracedCallback<?> callback) {
                after(draft, callback.tracer(), callback.draft());
            } else if (step instanceof TracedSubRun<?> run) {
                after(draft, run.tracer(), run.draft());
            } else if (step instanceof TracedWait wait) {
                after(draft, wait.tracer(), wait.draft());
            } else {
                Objects.requireNonNull(step, "a step is null");
                foreignStep();
            }
        }
    }

    private void after(NodeDraft draft, Tracer other, NodeDraft step) {
        if (other == this) {
            draft.after(step);
        } else {
            foreignStep();
        }
    }

    private void foreignStep() {
        report(
                "foreign-step",
                "`after` names a step of another definition.",
                "Wait only for steps of the `flow` that this call of define() received.");
    }

    private <T> TracedValue<T> missing(String message, String fix) {
        report("missing-value", message, fix);
        return constant(null);
    }

    /** Reports that {@code define} returned null, at the line of its last step: the line of its return is not known. */
    private <T> TracedValue<T> withoutOutput(ScopeDraft root) {
        int last = root.nodes.size() - 1;
        findings.add(new Finding(
                "missing-value",
                Severity.ERROR,
                new Place(workflow, "", last < 0 ? SourceLine.of(definition, "define") : root.nodes.get(last).line),
                (definition.isHidden() ? "define()" : "define() of `" + definition.getName() + "`") + " returned null.",
                "Return the output of the run."));
        return constant(null);
    }

    void report(String id, String message, String fix) {
        findings.add(new Finding(
                id,
                Severity.ERROR,
                new Place(
                        workflow,
                        "",
                        openScopes.isEmpty() ? SourceLine.of(definition, "define") : CallingLine.nearest()),
                message,
                fix));
    }

    /** Reports that the definition makes text of something that has no content yet, and returns the text. */
    String textOfValue(String what) {
        reportUse(
                "value-as-text",
                "text is made of " + what + ", which has no content while define() runs.",
                "Make the text in a task that receives the value; `flow.record` passes several values to one task.");
        return what + " that has no content while define() runs";
    }

    /** Reports that the definition compares a value or computes its hash code. */
    void valueCompared() {
        reportUse(
                "value-compared",
                "a value is compared, searched for in a collection or used as a key, but it has no content while define() runs.",
                "Compare in a task that returns a boolean, and branch with `flow.when`. Keep values in lists, or in maps whose keys"
                        + " are names.");
    }

    /** Reports that the definition makes a constant that contains a value. */
    void valueInConstant() {
        reportUse(
                "value-in-constant",
                "a constant contains a value, which has no content while define() runs.",
                "Combine values with `flow.record` or `flow.list`; `flow.value` is for constants only.");
    }

    /** Reports a use of a value while define() runs, once for each line and rule. */
    private void reportUse(String id, String message, String fix) {
        if (openScopes.isEmpty()) {
            return;
        }
        Finding finding =
                new Finding(id, Severity.ERROR, new Place(workflow, "", CallingLine.in(definition)), message, fix);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
