package dev.anabranch.cli;

import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The workflows on the class path: those named in {@code META-INF/services/dev.anabranch.workflow.Workflow} files. */
final class Catalogue {

    private final List<Workflow<?, ?>> workflows;

    private Catalogue(List<Workflow<?, ?>> workflows) {
        this.workflows = workflows;
    }

    /**
     * Finds them.
     *
     * @throws WrongCommand when a class that such a file names cannot be used, or two workflows have one name
     */
    static Catalogue onClassPath() {
        return in(Thread.currentThread().getContextClassLoader());
    }

    static Catalogue in(ClassLoader classes) {
        Map<String, Workflow<?, ?>> byName = new TreeMap<>();
        try {
            for (Workflow<?, ?> workflow : ServiceLoader.load(Workflow.class, classes)) {
                Workflow<?, ?> other = byName.putIfAbsent(workflow.name(), workflow);
                if (other != null) {
                    throw new WrongCommand("Two workflows have the name `" + workflow.name() + "`: "
                            + other.getClass().getName() + " and "
                            + workflow.getClass().getName() + ". Give one another name: override `name()`.");
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new WrongCommand("A workflow cannot be used: " + e.getMessage()
                    + (e.getCause() == null ? "" : ": " + e.getCause())
                    + ". Look at META-INF/services/" + Workflow.class.getName() + " on your class path.");
        }
        return new Catalogue(List.copyOf(byName.values()));
    }

    /** All, by name. */
    List<Workflow<?, ?>> workflows() {
        return workflows;
    }

    /**
     * The workflow with that name.
     *
     * @throws WrongCommand when there is none; the message names those that there are
     */
    Workflow<?, ?> get(String name) {
        return find(name)
                .orElseThrow(() -> new WrongCommand("There is no workflow `" + name + "`. There are: "
                        + workflows.stream().map(Workflow::name).collect(Collectors.joining(", ")) + "."));
    }

    /** The workflow with that name, if there is one. */
    Optional<Workflow<?, ?>> find(String name) {
        return workflows.stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst();
    }
}
