package dev.anabranch.cdk;

import dev.anabranch.runtime.TaskFunction;
import dev.anabranch.translate.internal.manifest.Manifest.FunctionEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.IFunction;
import software.constructs.Construct;

/**
 * One function for each task and memory size, shared by all workflows that call it; its timeout is the longest of their
 * timeouts.
 */
final class TaskFunctions {

    private static final int HASH = 6;

    private final SortedMap<Key, Alias> aliases = new TreeMap<>();

    private TaskFunctions() {}

    private record Key(String task, int memoryMb) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTask = task.compareTo(other.task);
            return byTask != 0 ? byTask : Integer.compare(memoryMb, other.memoryMb);
        }

        static Key of(FunctionEntry function) {
            return new Key(function.task(), function.memoryMb());
        }

        String simpleName() {
            return task.substring(Math.max(task.lastIndexOf('.'), task.lastIndexOf('$')) + 1);
        }

        /**
         * Returns an id that is unique among tasks of the same simple name, and still readable in the console.
         *
         * @param largest whether the task has no larger function. The id of that one does not depend on the memory: if the
         *     memory changes, the function is updated, and runs in flight find it. Another id would be another function.
         */
        String id(boolean largest) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest((largest ? task : task + "@" + memoryMb).getBytes(StandardCharsets.UTF_8));
                return simpleName() + HexFormat.of().formatHex(digest).substring(0, HASH);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("Every Java platform has SHA-256.", e);
            }
        }
    }

    static TaskFunctions in(
            Construct scope, BackendSettings settings, LambdaFunctions functions, StoreResources stores) {
        SortedMap<Key, Integer> timeouts = new TreeMap<>();
        Map<Key, List<WorkflowEntry>> callers = new HashMap<>();
        Map<String, Key> largest = new HashMap<>();
        for (WorkflowEntry workflow : settings.manifest().workflows()) {
            for (FunctionEntry function : workflow.functions()) {
                timeouts.merge(Key.of(function), function.timeoutSeconds(), Math::max);
                largest.merge(function.task(), Key.of(function), BinaryOperator.maxBy(Comparator.naturalOrder()));
                callers.computeIfAbsent(Key.of(function), key -> new ArrayList<>())
                        .add(workflow);
            }
        }
        TaskFunctions made = new TaskFunctions();
        Construct room = new Construct(scope, "Tasks");
        SubRunFunctions subRuns = new SubRunFunctions(room, settings, stores);
        timeouts.forEach((key, timeout) -> {
            Map<String, String> environment = new HashMap<>(stores.environment());
            environment.put(TaskFunction.TASK, key.task());
            environment.putAll(subRuns.environment(key.task()));
            TaskOptions options = settings.tasks().of(key.task());
            environment.putAll(options.variables());
            List<WorkflowEntry> workflows = callers.getOrDefault(key, List.of());
            List<PolicyStatement> statements = new ArrayList<>(IamPermissions.ofFunction(workflows, stores::arns));
            statements.addAll(subRuns.statements(key.task(), workflows));
            statements.addAll(options.statements());
            made.aliases.put(
                    key,
                    functions.make(
                            new Construct(room, key.id(key.equals(largest.get(key.task())))),
                            new LambdaFunctions.Spec(
                                    TaskFunction.class.getName(),
                                    key.simpleName() + " of " + settings.name(),
                                    key.memoryMb(),
                                    timeout,
                                    environment,
                                    statements,
                                    0),
                            options));
        });
        return made;
    }

    /**
     * Returns the settings and secrets that tasks require and that are not set, invalid options, and options of unknown
     * tasks.
     *
     * @param expected Anabranch's own variables
     */
    static Collection<String> problems(BackendSettings settings, ExpectedVariables expected) {
        Set<String> known = new TreeSet<>();
        Set<String> problems = new LinkedHashSet<>();
        for (WorkflowEntry workflow : settings.manifest().workflows()) {
            for (FunctionEntry function : workflow.functions()) {
                known.add(function.task());
                TaskOptions options = settings.tasks().of(function.task());
                String task =
                        "The task `" + function.task() + "` of the workflow `" + workflow.name() + "` requires the ";
                function.settings().stream()
                        .filter(name -> !options.hasSetting(name))
                        .forEach(name -> problems.add(task + "setting `" + name
                                + "`. Set it in its TaskOptions with `setting(\"" + name + "\", ...)`."));
                function.secrets().stream()
                        .filter(name -> !options.hasSecret(name))
                        .forEach(name -> problems.add(task + "secret `" + name
                                + "`. Set it in its TaskOptions with `secret(\"" + name + "\", ...)`."));
            }
        }
        settings.tasks().named().stream()
                .filter(task -> !known.contains(task))
                .forEach(task -> problems.add("No workflow calls the task `" + task
                        + "`, which has TaskOptions. Remove `task(...)`, or add the workflow."));
        known.forEach(task -> problems.addAll(settings.tasks().of(task).problems(task, expected.of(task))));
        return problems;
    }

    /**
     * Returns the function of a task.
     *
     * @param memoryMb the memory of the function; empty if the task has one function only
     * @throws IllegalArgumentException if there is no such function, or several
     */
    IFunction find(String task, OptionalInt memoryMb) {
        List<Integer> sizes = aliases.keySet().stream()
                .filter(key -> key.task().equals(task))
                .map(Key::memoryMb)
                .toList();
        if (memoryMb.isEmpty() && sizes.size() > 1) {
            throw new IllegalArgumentException("The task `" + task + "` has functions with "
                    + sizes.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + " MB of memory. Name one: `taskFunction(task, memoryMb)`.");
        }
        IFunction found = sizes.isEmpty() ? null : aliases.get(new Key(task, memoryMb.orElse(sizes.get(0))));
        if (found == null) {
            throw new IllegalArgumentException("No workflow of this backend calls the task `" + task + "`"
                    + (memoryMb.isPresent() ? " with " + memoryMb.getAsInt() + " MB of memory" : "") + ".");
        }
        return found;
    }

    /** Returns the ARN with which a workflow's state machine calls a function. */
    String arn(WorkflowEntry workflow, String functionId) {
        return workflow.functions().stream()
                .filter(function -> function.id().equals(functionId))
                .findFirst()
                .map(function -> aliases.get(Key.of(function)))
                .map(Alias::getFunctionArn)
                .orElseThrow(() -> new IllegalArgumentException("The workflow `" + workflow.name()
                        + "` calls the function `" + functionId + "`, which the manifest does not describe."));
    }

    /** Returns all functions in the order of their tasks. */
    Collection<Alias> all() {
        return aliases.values();
    }
}
