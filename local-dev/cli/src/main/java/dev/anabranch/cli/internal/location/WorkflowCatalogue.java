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

    /** The environment variable with the user's own class path, which the launcher uses instead of the examples. */
    public static final String VARIABLE = "ANABRANCH_CLASSPATH";

    /** The message if no workflow is on the class path. */
    public static final String NONE = "No workflow is on the class path. Name the class of each workflow in its"
            + " META-INF/services/" + Workflow.class.getName() + ", and the folder of the classes in " + VARIABLE + ".";

    private final List<Workflow<?, ?>> workflows;

    private WorkflowCatalogue(List<Workflow<?, ?>> workflows) {
        this.workflows = workflows;
    }

    /**
     * Loads the workflows.
     *
     * @throws UsageError if a named class cannot be loaded, or two workflows have the same name
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
                            + workflow.getClass().getName() + ". Rename one of them: override `name()`.");
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new UsageError("A workflow cannot be loaded: " + e.getMessage()
                    + (e.getCause() == null ? "" : ": " + e.getCause())
                    + ". Correct META-INF/services/" + Workflow.class.getName() + " on your class path.");
        }
        return new WorkflowCatalogue(List.copyOf(byName.values()));
    }

    /** Returns all workflows in the order of their names. */
    public List<Workflow<?, ?>> workflows() {
        return workflows;
    }

    /**
     * Returns the workflow with that name.
     *
     * @throws UsageError if it does not exist; the message lists all names
     */
    public Workflow<?, ?> get(String name) {
        return find(name)
                .orElseThrow(() -> new UsageError(
                        workflows.isEmpty()
                                ? NONE
                                : "There is no workflow `" + name + "`. The class path has: "
                                        + workflows.stream().map(Workflow::name).collect(Collectors.joining(", "))
                                        + "."));
    }

    /** Returns the workflow with that name, or empty if it does not exist. */
    public Optional<Workflow<?, ?>> find(String name) {
        return workflows.stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst();
    }
}
