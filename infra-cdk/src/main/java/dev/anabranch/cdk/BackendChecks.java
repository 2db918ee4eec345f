package dev.anabranch.cdk;

import dev.anabranch.translate.internal.manifest.Manifest.NodeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.RuntimeFamily;
import software.constructs.Construct;

/**
 * Checks the options of a backend before anything is created, and reports all problems together: AWS would refuse a
 * deployment after minutes, and only for the first one. Errors of the workflows have been reported before.
 */
final class BackendChecks {

    private static final Set<String> TOO_OLD = Set.of("java8", "java8.al2", "java11");

    private final BackendSettings settings;
    private final Set<String> problems = new LinkedHashSet<>();

    private BackendChecks(BackendSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks the options of a backend that is created in a scope.
     *
     * @param id the id of the backend in the scope
     * @param workflowProblems what is wrong with the choice of workflows
     * @throws IllegalArgumentException if an option is invalid or contradicts another one; its message has a line for each
     */
    static void require(Construct scope, String id, BackendSettings settings, List<String> workflowProblems) {
        BackendChecks checks = new BackendChecks(settings);
        checks.problems.addAll(workflowProblems);
        checks.names(scope);
        checks.code();
        checks.runs();
        checks.workflows();
        checks.problems.addAll(TaskFunctions.problems(settings, new ExpectedVariables(scope, id, settings.name())));
        ScheduleChecks schedules = new ScheduleChecks(settings);
        settings.schedules().forEach(schedule -> checks.problems.addAll(schedules.problems(schedule)));
        if (!checks.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), checks.problems));
        }
    }

    private void names(Construct scope) {
        String name = settings.name();
        if (!isValid(() -> ResourceNames.ofBackend(name))) {
            return;
        }
        boolean taken = Stack.of(scope).getNode().findAll().stream()
                .anyMatch(other -> other instanceof AnabranchBackend backend
                        && backend.name().equals(name));
        if (taken) {
            problems.add(
                    "The stack already has a backend `" + name
                            + "`, and their state machines would have the same names. Set another `name(...)` for one of them.");
        }
        settings.manifest()
                .workflows()
                .forEach(workflow -> isValid(() -> ResourceNames.ofMachine(name, workflow.name())));
        settings.schedules().forEach(schedule -> isValid(() -> ResourceNames.ofSchedule(name, schedule.name())));
    }

    /** Returns whether a check passes; otherwise keeps its message. */
    private boolean isValid(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void code() {
        if (settings.lambdaPackage().isEmpty()) {
            problems.add(
                    "The backend has no Lambda package. Set it: `lambdaPackage(Path.of(...))` with the zip that your build makes.");
        }
        settings.lambdaPackage()
                .filter(file -> !Files.isRegularFile(file))
                .ifPresent(file -> problems.add(
                        "The Lambda package `" + file + "` does not exist. Build it first, with `mvn package`."));
        // Lambda also offers Java 8 and 11; the classes need 17.
        Runtime runtime = settings.runtime();
        if (runtime.getFamily() != RuntimeFamily.JAVA || TOO_OLD.contains(runtime.getName())) {
            problems.add("The runtime is `" + runtime.getName()
                    + "`, but the functions need Java 17 or later. Use `Runtime.JAVA_25`, for example.");
        }
    }

    private void runs() {
        if (!settings.runApi()
                && (!settings.schedules().isEmpty() || settings.jwt().isPresent())) {
            problems.add(
                    "Schedules and tokens need the run API. Remove `runApi(false)`, or the schedules and `jwt(...)`.");
        }
        if (settings.jwt().isPresent() && !settings.httpApi()) {
            problems.add("The HTTP API checks the tokens. Remove `httpApi(false)`, or `jwt(...)`.");
        }
        Set<String> names = new HashSet<>();
        for (RunSchedule schedule : settings.schedules()) {
            if (!names.add(schedule.name())) {
                problems.add("Two schedules have the name `" + schedule.name() + "`. Rename one of them.");
            }
        }
    }

    private void workflows() {
        Set<String> deployed = new HashSet<>();
        settings.manifest().workflows().forEach(workflow -> deployed.add(workflow.name()));
        for (WorkflowEntry workflow : settings.manifest().workflows()) {
            workflow.graph().nodes().stream()
                    .map(NodeEntry::runs)
                    .filter(Objects::nonNull)
                    .filter(other -> !deployed.contains(other))
                    .forEach(
                            other -> problems.add(
                                    "The workflow `" + workflow.name() + "` runs the workflow `" + other
                                            + "`, which the backend does not have. Add it: `workflow(...)`, or write a manifest of both."));
        }
    }
}
