package dev.anabranch.cli;

import dev.anabranch.workflow.Workflow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The workflows on the class path: those named in {@code META-INF/services/dev.anabranch.workflow.Workflow} files. */
final class Catalogue {

    private final List<Workflow<?, ?>> workflows;

    private Catalogue(List<Workflow<?, ?>> workflows) {
        this.workflows = workflows;
    }

    static Catalogue onClassPath() {
        List<Workflow<?, ?>> found = ServiceLoader.load(Workflow.class).stream()
                .<Workflow<?, ?>>map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Workflow::name))
                .toList();
        return new Catalogue(found);
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
