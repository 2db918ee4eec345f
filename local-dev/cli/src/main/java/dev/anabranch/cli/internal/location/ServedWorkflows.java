package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.transport.DirectTransport;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.console.internal.ConsoleWorkflows;
import dev.anabranch.console.internal.ConsoleWorkflows.UnusableWorkflow;
import dev.anabranch.console.internal.DefinedWorkflow;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.TaskUnusable;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.ServedApi;
import dev.anabranch.runs.internal.api.ServedWorkflow;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The workflows on the class path that an embedded cloud can run.
 *
 * @param workflows the workflows
 * @param deployments their deployments, in the same order
 * @param unusable the workflows on the class path that it cannot run
 */
public record ServedWorkflows(
        List<Workflow<?, ?>> workflows, List<Deployment> deployments, List<UnusableWorkflow> unusable) {

    /** No workflows. */
    public static final ServedWorkflows NONE = new ServedWorkflows(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public ServedWorkflows {
        workflows = List.copyOf(workflows);
        deployments = List.copyOf(deployments);
        unusable = List.copyOf(unusable);
    }

    /**
     * Deploys all workflows on the class path, and reports those that cannot be deployed. The others are served.
     *
     * @throws UsageError if there are workflows, but none can be deployed
     */
    public static ServedWorkflows deploy(LocalCloud local, CommandContext console) {
        return deploy(local, WorkflowCatalogue.onClassPath(), console);
    }

    /**
     * Deploys all workflows of a catalogue, and reports those that cannot be deployed. The others are served.
     *
     * @throws UsageError if there are workflows, but none can be deployed
     */
    public static ServedWorkflows deploy(LocalCloud local, WorkflowCatalogue catalogue, CommandContext console) {
        List<Deployment> deployments = new ArrayList<>();
        List<Workflow<?, ?>> workflows = new ArrayList<>();
        List<UnusableWorkflow> unusable = new ArrayList<>();
        catalogue.problems().forEach(problem -> {
            console.err().println("anabranch: " + SafeText.ofLines(problem));
            unusable.add(new UnusableWorkflow("", problem));
        });
        for (Workflow<?, ?> workflow : catalogue.workflows()) {
            try {
                deployments.add(local.cloud().deploy(workflow));
                workflows.add(workflow);
            } catch (InvalidDefinition e) {
                complain(workflow, e, console);
                unusable.add(new UnusableWorkflow(
                        workflow.name(),
                        "It cannot be translated:\n"
                                + e.findings().stream().map(String::valueOf).collect(Collectors.joining("\n"))));
            } catch (TaskUnusable e) {
                console.err()
                        .println("anabranch: " + SafeText.ofLines(e.getMessage() + " The workflow is not served."));
                console.err().flush();
                unusable.add(new UnusableWorkflow(workflow.name(), String.valueOf(e.getMessage())));
            }
        }
        if (workflows.isEmpty() && !unusable.isEmpty()) {
            throw new UsageError("No workflow can be served. Correct the findings above.");
        }
        return new ServedWorkflows(workflows, deployments, unusable);
    }

    /** Reports the workflows of a catalogue that cannot be translated, without deploying any. */
    public static void complainOf(WorkflowCatalogue catalogue, CommandContext console) {
        catalogue.problems().forEach(problem -> console.err().println("anabranch: " + SafeText.ofLines(problem)));
        for (Workflow<?, ?> workflow : catalogue.workflows()) {
            try {
                Definition.of(workflow, Target.AWS, new DefinitionThread());
            } catch (InvalidDefinition e) {
                complain(workflow, e, console);
            }
        }
    }

    /** Returns transports to the run API of the cloud, each for one request. */
    public Supplier<Transport> transports(LocalCloud local) {
        List<ServedWorkflow> served = ServedApi.served(workflows);
        return () -> new DirectTransport(
                ServedApi.parts(local, served), local.cloud().payloads());
    }

    /** Returns the definition of a workflow on the class path; empty if there is none or it cannot be translated. */
    public static Optional<DefinedWorkflow> definition(String name) {
        return WorkflowCatalogue.onClassPath().find(name).flatMap(ServedWorkflows::definition);
    }

    /** Returns the workflows of the class path for the console, with those that cannot be served. */
    public ConsoleWorkflows forConsole() {
        return new ConsoleWorkflows() {
            @Override
            public Optional<DefinedWorkflow> find(String name) {
                return servedDefinition(name).or(() -> definition(name));
            }

            @Override
            public Map<String, String> descriptions() {
                return ServedWorkflows.descriptions(workflows);
            }

            @Override
            public Optional<List<UnusableWorkflow>> unusable() {
                return Optional.of(unusable);
            }
        };
    }

    /** Returns the workflows of the class path for a console whose runs are in another process or in a deployment. */
    public static ConsoleWorkflows ofClassPath() {
        return new ConsoleWorkflows() {
            @Override
            public Optional<DefinedWorkflow> find(String name) {
                return definition(name);
            }

            @Override
            public Map<String, String> descriptions() {
                return ServedWorkflows.descriptions(
                        WorkflowCatalogue.onClassPath().workflows());
            }
        };
    }

    private static Map<String, String> descriptions(List<Workflow<?, ?>> workflows) {
        return workflows.stream()
                .filter(workflow -> !workflow.description().isEmpty())
                .collect(Collectors.toMap(Workflow::name, Workflow::description));
    }

    /** Returns the definition of a served workflow; empty if there is none. */
    public Optional<DefinedWorkflow> servedDefinition(String name) {
        return workflows.stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst()
                .flatMap(ServedWorkflows::definition);
    }

    private static Optional<DefinedWorkflow> definition(Workflow<?, ?> workflow) {
        try {
            return Optional.of(new ExplainedWorkflow(
                    TracedWorkflow.of(workflow, new DefinitionThread()).graph(),
                    Definition.of(workflow, Target.AWS, new DefinitionThread())));
        } catch (InvalidDefinition refused) {
            return Optional.empty();
        }
    }

    /** Lets other commands use the data folder of the cloud while this process holds it. */
    public void share(LocalCloud local) {
        local.share(ServedApi.served(workflows));
    }

    private static void complain(Workflow<?, ?> workflow, InvalidDefinition invalid, CommandContext console) {
        console.err()
                .println(
                        "anabranch: The workflow `" + workflow.name() + "` cannot be translated, so it is not served:");
        invalid.findings().forEach(finding -> console.err().println("  " + SafeText.ofLines(finding.toString())));
        console.err().flush();
    }
}
