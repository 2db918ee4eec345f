package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The workflows on the class path: those named in {@code META-INF/services/dev.anabranch.workflow.Workflow} files. */
public final class WorkflowCatalogue {

    private final List<Workflow<?, ?>> workflows;

    private WorkflowCatalogue(List<Workflow<?, ?>> workflows) {
        this.workflows = workflows;
    }

    /**
     * Finds them.
     *
     * @throws UsageError when a class that such a file names cannot be used, or two workflows have one name
     */
    public static WorkflowCatalogue onClassPath() {
        return in(Thread.currentThread().getContextClassLoader());
    }

    static WorkflowCatalogue in(ClassLoader classes) {
        Map<String, Workflow<?, ?>> byName = new TreeMap<>();
        try {
            for (Workflow<?, ?> workflow : ServiceLoader.load(Workflow.class, classes)) {
                Workflow<?, ?> other = byName.putIfAbsent(workflow.name(), workflow);
                if (other != null) {
                    throw new UsageError("Two workflows have the name `" + workflow.name() + "`: "
                            + other.getClass().getName() + " and "
                            + workflow.getClass().getName() + ". Give one another name: override `name()`.");
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new UsageError("A workflow cannot be used: " + e.getMessage()
                    + (e.getCause() == null ? "" : ": " + e.getCause())
                    + ". Look at META-INF/services/" + Workflow.class.getName() + " on your class path.");
        }
        return new WorkflowCatalogue(List.copyOf(byName.values()));
    }

    /** All, by name. */
    public List<Workflow<?, ?>> workflows() {
        return workflows;
    }

    /**
     * The workflow with that name.
     *
     * @throws UsageError when there is none; the message names those that there are
     */
    public Workflow<?, ?> get(String name) {
        return find(name)
                .orElseThrow(() -> new UsageError("There is no workflow `" + name + "`. There are: "
                        + workflows.stream().map(Workflow::name).collect(Collectors.joining(", ")) + "."));
    }

    /** The workflow with that name, if there is one. */
    public Optional<Workflow<?, ?>> find(String name) {
        return workflows.stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst();
    }
}
