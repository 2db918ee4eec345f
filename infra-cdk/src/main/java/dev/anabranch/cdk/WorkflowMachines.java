package dev.anabranch.cdk;

import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.manifest.Manifest.NodeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.Placeholder;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import dev.anabranch.translate.internal.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine.CloudWatchLogsLogGroupProperty;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine.LogDestinationProperty;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine.LoggingConfigurationProperty;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine.TracingConfigurationProperty;
import software.constructs.Construct;

/**
 * A state machine for each workflow. The names are known before the machines exist, so a role can name its own machine
 * without a cycle, and the run API finds a machine by the name of its workflow.
 */
final class WorkflowMachines {

    /**
     * The actions that Step Functions needs to deliver logs; they do not support resources
     * (https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html).
     */
    private static final List<String> LOG_DELIVERY = List.of(
            "logs:CreateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:GetLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:UpdateLogDelivery");

    private static final List<String> TRACES = List.of(
            "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments");

    private static final String EVERYTHING = "*";
    private static final String MACHINE = "machine/";
    private static final String EXECUTIONS = "/executions";

    private final Stack stack;
    private final BackendSettings settings;
    private final StoreResources stores;
    private final TaskFunctions functions;
    private final Map<String, CfnStateMachine> machines = new TreeMap<>();

    private WorkflowMachines(Stack stack, BackendSettings settings, StoreResources stores, TaskFunctions functions) {
        this.stack = stack;
        this.settings = settings;
        this.stores = stores;
        this.functions = functions;
    }

    static WorkflowMachines in(
            Construct scope, BackendSettings settings, StoreResources stores, TaskFunctions functions) {
        WorkflowMachines made = new WorkflowMachines(Stack.of(scope), settings, stores, functions);
        Construct room = new Construct(scope, "Workflows");
        LogGroup logs = LogGroup.Builder.create(room, "Logs")
                // A log group with this prefix does not count against the account's resource policy, which is
                // limited to 5,120 characters (https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html).
                // It contains errors only, and is deleted with the stack: a kept group would refuse a new stack of that
                // name.
                .logGroupName("/aws/vendedlogs/states/" + settings.name())
                .retention(settings.logRetention())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        settings.manifest().workflows().forEach(workflow -> made.machine(room, workflow, logs));
        return made;
    }

    private void machine(Construct room, WorkflowEntry workflow, LogGroup logs) {
        Construct scope = new Construct(room, workflow.name());
        Role role = StackRoles.ofService(scope, "states.amazonaws.com", statements(workflow));
        CfnStateMachine.Builder machine = CfnStateMachine.Builder.create(scope, "StateMachine")
                .stateMachineName(name(workflow.name()))
                .stateMachineType("STANDARD")
                .roleArn(role.getRoleArn())
                .definitionSubstitutions(substitutions(workflow))
                .loggingConfiguration(LoggingConfigurationProperty.builder()
                        .level("ERROR")
                        .includeExecutionData(false)
                        .destinations(List.of(LogDestinationProperty.builder()
                                .cloudWatchLogsLogGroup(CloudWatchLogsLogGroupProperty.builder()
                                        .logGroupArn(logs.getLogGroupArn())
                                        .build())
                                .build()))
                        .build())
                .tracingConfiguration(TracingConfigurationProperty.builder()
                        .enabled(settings.tracing())
                        .build());
        DefinitionTexts.put(scope, workflow, machine);
        CfnStateMachine made = machine.build();
        NagSuppression.on(made, suppressions());
        machines.put(workflow.name(), made);
    }

    private NagSuppression[] suppressions() {
        List<NagSuppression> suppressions = new ArrayList<>();
        suppressions.add(new NagSuppression(
                "AwsSolutions-SF1",
                "Errors are logged. Every action has a record already, and a million actions would write some ten million"
                        + " events more, which costs more than running them."));
        if (!settings.tracing()) {
            suppressions.add(new NagSuppression(
                    "AwsSolutions-SF2", "The builder of this stack turns tracing off with `tracing(false)`."));
        }
        return suppressions.toArray(NagSuppression[]::new);
    }

    private List<PolicyStatement> statements(WorkflowEntry workflow) {
        List<PolicyStatement> statements =
                new ArrayList<>(IamPermissions.ofMachine(workflow, resource -> arns(workflow, resource)));
        statements.add(IamPermissions.allow(LOG_DELIVERY, List.of(EVERYTHING)));
        if (settings.tracing()) {
            statements.add(IamPermissions.allow(TRACES, List.of(EVERYTHING)));
        }
        return statements;
    }

    /** https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html. */
    private List<String> arns(WorkflowEntry workflow, String resource) {
        String name = name(workflow.name());
        return switch (resource) {
            case "machine" -> List.of(arn("stateMachine", name));
            // The Map Runs of the machine and of its child executions, to which nested Map Runs belong.
            case "machine/executions" -> List.of(arn("execution", name + ":*"), arn("execution", name + "/*"));
            case "machine/map-runs" -> List.of(arn("execution", name + "/*"));
            // The rule that Step Functions manages in each account
            // (https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html).
            case "rule/executions" ->
                List.of(stack.formatArn(ArnComponents.builder()
                        .service("events")
                        .resource("rule")
                        .resourceName("StepFunctionsGetEventsForStepFunctionsExecutionRule")
                        .build()));
            default ->
                resource.startsWith(MACHINE)
                        ? ofOther(resource.substring(MACHINE.length()))
                        : resource.startsWith("function/")
                                ? List.of(functions.arn(workflow, resource.substring("function/".length())))
                                : stores.arns(resource);
        };
    }

    /** Returns the ARNs of another workflow's machine, or of its executions. */
    private List<String> ofOther(String resource) {
        boolean executions = resource.endsWith(EXECUTIONS);
        String other = executions ? resource.substring(0, resource.length() - EXECUTIONS.length()) : resource;
        return List.of(executions ? arn("execution", name(other) + ":*") : arn("stateMachine", name(other)));
    }

    private Map<String, String> substitutions(WorkflowEntry workflow) {
        Map<String, String> substitutions = new TreeMap<>();
        for (Placeholder placeholder : workflow.placeholders()) {
            substitutions.put(
                    placeholder.name(),
                    switch (placeholder.stands()) {
                        case "table" -> stores.table().getTableName();
                        case "bucket" -> stores.bucket().getBucketName();
                        case "function" -> functions.arn(workflow, placeholder.name());
                        case "machine" -> arn("stateMachine", name(other(workflow, placeholder)));
                        default ->
                            throw new IllegalArgumentException("The definition of the workflow `"
                                    + workflow.name() + "` has a placeholder for a `" + placeholder.stands()
                                    + "`, which this release does not know. Write the manifest with the same release of"
                                    + " Anabranch that deploys it.");
                    });
        }
        return substitutions;
    }

    /** Returns the workflow of a placeholder for a machine. */
    private static String other(WorkflowEntry workflow, Placeholder placeholder) {
        return workflow.graph().nodes().stream()
                .map(Manifest.NodeEntry::runs)
                .filter(Objects::nonNull)
                .filter(runs -> Plan.machine(runs).equals(placeholder.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The manifest of the workflow `" + workflow.name()
                        + "` does not name the workflow of `" + placeholder.name() + "`."));
    }

    private String name(String workflow) {
        return ResourceNames.ofMachine(settings.name(), workflow);
    }

    private String arn(String resource, String name) {
        return arn(stack, resource, name);
    }

    /** Returns a pattern of the ARNs of the executions of a workflow's machine. */
    static String executions(Stack stack, String backend, String workflow) {
        return arn(stack, "execution", ResourceNames.ofMachine(backend, workflow) + ":*");
    }

    private static String arn(Stack stack, String resource, String name) {
        return stack.formatArn(ArnComponents.builder()
                .service("states")
                .resource(resource)
                .resourceName(name)
                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                .build());
    }

    /** Returns the common prefix of the machines' ARNs; the name of a workflow follows it. */
    String prefix() {
        return prefix(stack, settings.name());
    }

    /** Returns the common prefix of the ARNs of a backend's machines. */
    static String prefix(Stack stack, String backend) {
        return arn(stack, "stateMachine", backend + "-");
    }

    /** Returns the ARN of each machine. */
    List<String> arns() {
        return machines.values().stream().map(CfnStateMachine::getRef).toList();
    }

    /** Returns the ARN of each machine that waits for answers from outside. */
    List<String> awaitingArns() {
        return arns(node -> node.kind().equals("await"));
    }

    /** Returns the ARN of each machine that has callbacks: waits that a function starts. */
    List<String> callbackArns() {
        return arns(node -> node.kind().equals("await") && !node.function().isEmpty());
    }

    private List<String> arns(Predicate<NodeEntry> has) {
        return settings.manifest().workflows().stream()
                .filter(workflow -> workflow.graph().nodes().stream().anyMatch(has))
                .map(workflow ->
                        Objects.requireNonNull(machines.get(workflow.name())).getRef())
                .toList();
    }

    /** Returns patterns of the ARNs of runs' executions, without their child executions. */
    List<String> executionArns() {
        return machines.keySet().stream()
                .map(workflow -> arn("execution", name(workflow) + ":*"))
                .toList();
    }

    /** Returns patterns of the ARNs of the executions of workflows that other workflows run. */
    List<String> startedExecutionArns() {
        List<WorkflowEntry> workflows = settings.manifest().workflows();
        return SubRunFunctions.startedBy(workflows, workflows).stream()
                .map(workflow -> executions(stack, settings.name(), workflow))
                .toList();
    }

    Optional<CfnStateMachine> find(String workflow) {
        return Optional.ofNullable(machines.get(workflow));
    }

    /** Calls the action with each workflow and its machine, in the order of the workflows' names. */
    void forEach(BiConsumer<String, CfnStateMachine> action) {
        machines.forEach(action);
    }
}
