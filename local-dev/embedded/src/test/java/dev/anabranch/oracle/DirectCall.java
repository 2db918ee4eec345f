package dev.anabranch.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryRule;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Calls the tasks of a graph, with their retries. */
final class DirectCall {

    /** The name of the error if the result of a task is fanned out over but is not a list. */
    private static final String LIST_DUE = "dev.anabranch.action.ListExpected";

    private final String workflow;
    private final ClassLoader loader;
    private final Map<String, DirectTask> tasks = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    /** The calls whose results are fanned out over. */
    private final Set<String> lists = new HashSet<>();

    DirectCall(Graph graph, ClassLoader loader) {
        this.workflow = graph.workflow();
        this.loader = loader;
        for (Node node : graph.nodes()) {
            if (node instanceof Node.FanOut fanOut && fanOut.list() instanceof Expr.Result result) {
                lists.add(result.node());
            }
        }
    }

    /** The result of an attempt. */
    sealed interface Ended {}

    /** The attempt returned a value. */
    record Returned(JsonNode result) implements Ended {}

    /** The attempt failed; {@code forGood} if no further attempt can succeed. */
    record Failed(DirectFailure failure, boolean forGood, Class<?> thrown) implements Ended {
        Failed(DirectFailure failure) {
            this(failure, true, Void.class);
        }
    }

    /** Runs one action with all its attempts. */
    Ended run(Node.Call call, ActionId action, Supplier<JsonNode> input) {
        List<RetryRule> rules = call.options().retries();
        int[] used = new int[rules.size()];
        for (int attempt = 1; ; attempt++) {
            Ended ended = attempt(call, action, attempt, input);
            if (!(ended instanceof Failed failed) || failed.forGood()) {
                return ended;
            }
            int rule = 0;
            while (rule < used.length && !applies(rules.get(rule), failed.thrown())) {
                rule++;
            }
            if (rule == used.length || used[rule]++ == rules.get(rule).policy().retries()) {
                return ended;
            }
        }
    }

    private boolean applies(RetryRule rule, Class<?> thrown) {
        return (rule.errors().isEmpty() || isOneOf(thrown, rule.errors())) && !isOneOf(thrown, rule.exceptions());
    }

    private boolean isOneOf(Class<?> thrown, List<String> names) {
        return names.stream().filter(name -> !name.startsWith("Anabranch.")).anyMatch(name -> loaded(name)
                .isAssignableFrom(thrown));
    }

    private Ended attempt(Node.Call call, ActionId action, int attempt, Supplier<JsonNode> input) {
        DirectTask task = tasks.computeIfAbsent(call.task().className(), this::task);
        Duration timeout = Duration.ofSeconds(call.options().timeoutSeconds());
        Object output;
        try {
            Optional<JsonNode> list = isListFunction(call) ? DirectLists.of(input.get()) : Optional.empty();
            if (list.isPresent()) {
                return new Returned(list.orElseThrow());
            }
            output = task.run(task.read(input.get()), new DirectContext(workflow, action, attempt, timeout, files));
        } catch (DirectValues.NoObject | JsonProcessingException e) {
            return new Failed(unreadable(action, e, attempt));
        } catch (PermanentFailure e) {
            return new Failed(failure(action, e, attempt));
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            return new Failed(failure(action, e, attempt), false, e.getClass());
        }
        try {
            JsonNode result = task.write(output);
            return lists.contains(call.id()) && !result.isArray()
                    ? new Failed(listDue(action, result, attempt))
                    : new Returned(result);
        } catch (IOException e) {
            return e.getCause() instanceof PermanentFailure permanent
                    ? new Failed(failure(action, permanent, attempt))
                    : new Failed(failure(action, e, attempt));
        }
    }

    private static boolean isListFunction(Node.Call call) {
        return call.task().className().equals(ListFunction.class.getName());
    }

    private DirectTask task(String className) {
        return DirectTask.of(loaded(className));
    }

    private Class<?> loaded(String className) {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "The class `" + className + "` was on the class path when the workflow was traced.", e);
        }
    }

    private static DirectFailure failure(ActionId action, Throwable thrown, int attempt) {
        String message = thrown.getMessage();
        return new DirectFailure(action, thrown.getClass().getName(), message == null ? "" : message, attempt);
    }

    /** An input that does not match the task's input type. */
    static DirectFailure unreadable(ActionId action, Exception e, int attempt) {
        String message = e.getMessage();
        return new DirectFailure(action, UnreadableInput.class.getName(), message == null ? "" : message, attempt);
    }

    /** A value that is fanned out over but is not a list. */
    static DirectFailure listDue(ActionId action, JsonNode found, int attempt) {
        String kind =
                switch (found.getNodeType()) {
                    case NULL -> "null";
                    case OBJECT -> "an object";
                    case STRING -> "a string";
                    case BOOLEAN -> "a boolean";
                    default -> "a number";
                };
        String message = "the result is fanned out over, so it must be a list, but it is " + kind + ".";
        return new DirectFailure(action, LIST_DUE, message, attempt);
    }
}
