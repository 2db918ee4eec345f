package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runtime.internal.codec.ClassFailure;
import dev.anabranch.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The workflows on the class path: those named in {@code META-INF/services/dev.anabranch.workflow.Workflow} files. */
public final class WorkflowCatalogue {

    /** The environment variable with the user's own class path, which the launcher uses instead of the examples. */
    public static final String VARIABLE = "ANABRANCH_CLASSPATH";

    private static final String SERVICES = "META-INF/services/" + Workflow.class.getName();

    private static final String NONE = "No workflow is on the class path. Name the class of each workflow in its "
            + SERVICES + ", and the folder of the classes in " + VARIABLE + ".";

    private final ClassLoader classes;
    private final List<Workflow<?, ?>> workflows;
    private final List<String> problems;

    /** The names of the classes that the services files name and that exist. */
    private final Set<String> named;

    private WorkflowCatalogue(
            ClassLoader classes, List<Workflow<?, ?>> workflows, List<String> problems, Set<String> named) {
        this.classes = classes;
        this.named = named;
        this.workflows = workflows;
        this.problems = problems;
    }

    /** Loads the workflows. Those that cannot be loaded do not prevent the use of the others: see {@link #problems}. */
    public static WorkflowCatalogue onClassPath() {
        return in(Thread.currentThread().getContextClassLoader());
    }

    /** Loads the workflows of a class loader, as {@link #onClassPath} does. */
    @SuppressWarnings("rawtypes") // The class object of a generic type is raw.
    public static WorkflowCatalogue in(ClassLoader classes) {
        Map<String, List<Workflow<?, ?>>> byName = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        Set<String> named = new HashSet<>();
        // A provider that cannot be loaded is an error of both methods of the iterator, after which it continues with
        // the next one.
        Iterator<Workflow> services =
                ServiceLoader.load(Workflow.class, classes).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                Workflow<?, ?> workflow = services.next();
                named.add(workflow.getClass().getName());
                byName.computeIfAbsent(name(workflow), name -> new ArrayList<>())
                        .add(workflow);
            } catch (ServiceConfigurationError e) {
                problems.add(problem(e));
                named.add(type(e));
            } catch (UsageError e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        List<Workflow<?, ?>> usable = new ArrayList<>();
        byName.forEach((name, all) -> {
            if (all.size() == 1) {
                usable.add(all.get(0));
            } else {
                problems.add((all.size() == 2 ? "Two" : all.size()) + " workflows have the name `" + name + "`: "
                        + all.stream()
                                .map(workflow -> workflow.getClass().getName())
                                .collect(Collectors.joining(" and "))
                        + ". Rename one of them: override `name()`.");
            }
        });
        return new WorkflowCatalogue(classes, List.copyOf(usable), List.copyOf(problems), Set.copyOf(named));
    }

    /** Returns the words of "Provider CLASS not found" or "CLASS Unable to get public no-arg constructor". */
    private static String[] words(ServiceConfigurationError e) {
        return String.valueOf(e.getMessage()).replaceFirst("^\\S+: ", "").split(" ", -1);
    }

    private static String type(ServiceConfigurationError e) {
        String[] words = words(e);
        return words[0].equals("Provider") && words.length > 1 ? words[1] : words[0];
    }

    private static String problem(ServiceConfigurationError e) {
        String[] words = words(e);
        if (e.getCause() instanceof NoSuchMethodException) {
            return "The workflow `" + words[0]
                    + "` has no public constructor without parameters. Add one; what its tasks need is"
                    + " passed to them by the input, by settings or by a TaskFactory.";
        }
        if (String.join(" ", words).endsWith(" not a subtype")) {
            return "The class `" + type(e) + "`, which " + SERVICES
                    + " names, does not implement `Workflow`. Correct the name, or implement it.";
        }
        if (words[0].equals("Provider") && words.length > 2 && words[2].equals("not")) {
            return "The class `" + words[1] + "`, which " + SERVICES
                    + " names, is not on the class path. Correct the name, or build the project.";
        }
        if (e.getCause() == null) {
            return "A workflow cannot be loaded: " + e.getMessage() + ". Correct " + SERVICES + " on your class path.";
        }
        String type = type(e);
        if (e.getCause() instanceof InstantiationException) {
            return "The workflow `" + type + "` is abstract, so it cannot be created. Name a concrete class in "
                    + SERVICES + ".";
        }
        return "The workflow `" + type + "` cannot be created: "
                + ClassFailure.describe(ClassFailure.root(e.getCause()))
                + ". Correct its constructor, its fields or its static initializer, or move the code that fails into a task.";
    }

    private static String name(Workflow<?, ?> workflow) {
        String name;
        try {
            name = workflow.name();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new UsageError(
                    "The method `name()` of the workflow " + workflow.getClass().getName() + " throws "
                            + ClassFailure.describe(ClassFailure.root(e)) + ". Let it return a constant text.",
                    e);
        }
        if (name == null) {
            throw new UsageError("The method `name()` of the workflow "
                    + workflow.getClass().getName() + " returns null. Let it return a constant text.");
        }
        return name;
    }

    /** Returns a sentence for each workflow that is named on the class path but cannot be used. */
    public List<String> problems() {
        return problems;
    }

    /**
     * Returns this catalogue.
     *
     * @throws UsageError if it has {@link #problems}; the message has all of them
     */
    public WorkflowCatalogue complete() {
        if (!problems.isEmpty()) {
            throw new UsageError(String.join("\n", problems));
        }
        return this;
    }

    /** Returns all workflows in the order of their names. */
    public List<Workflow<?, ?>> workflows() {
        return workflows;
    }

    /**
     * Returns the workflow with that name.
     *
     * @throws UsageError if it does not exist; the message lists all names and problems
     */
    public Workflow<?, ?> get(String name) {
        return find(name)
                .orElseThrow(() -> new UsageError(
                        Stream.concat(problems.stream(), missing(name)).collect(Collectors.joining("\n"))));
    }

    private Stream<String> missing(String name) {
        if (workflows.isEmpty()) {
            return emptiness().stream();
        }
        if (!problems.isEmpty() && named.stream().anyMatch(type -> isMeant(name, type))) {
            return Stream.of(); // The problems explain why the workflow is missing.
        }
        List<String> unnamed = unnamed(type -> isMeant(name, type));
        if (!unnamed.isEmpty()) {
            return unnamed.stream();
        }
        String meant =
                NearestName.hint(name, workflows.stream().map(Workflow::name).toList());
        return Stream.of("There is no workflow `" + name + "`." + meant + " The class path has: "
                + workflows.stream().map(Workflow::name).collect(Collectors.joining(", ")) + ".");
    }

    /** Returns why there is no workflow, in sentences; empty if there is one, or if {@link #problems} tells it. */
    public List<String> emptiness() {
        return workflows.isEmpty() ? reasons() : List.of();
    }

    /**
     * Returns why the class loader of this catalogue has no workflow, as {@link #emptiness} does. Workflows of its parents,
     * such as those of libraries, do not count.
     */
    public List<String> emptinessWithoutParents() {
        return workflows.stream().noneMatch(workflow -> workflow.getClass().getClassLoader() == classes)
                ? reasons()
                : List.of();
    }

    private List<String> reasons() {
        if (!problems.isEmpty()) {
            return List.of();
        }
        List<String> unnamed = unnamed(type -> true);
        return unnamed.isEmpty() ? List.of(NONE) : unnamed;
    }

    private List<String> unnamed(Predicate<String> types) {
        return UnnamedWorkflows.in(classes).stream()
                .filter(type -> !named.contains(type))
                .filter(types)
                .map(type -> "The class `" + type + "` is a workflow, but no " + SERVICES
                        + " on the class path names it. Add a line with its name to this file in `src/main/resources`.")
                .toList();
    }

    /** Returns true if a workflow of this class would have this name by default. */
    private static boolean isMeant(String name, String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1)
                .equalsIgnoreCase(name.replace("-", ""));
    }

    /** Returns the workflow with that name, or empty if it does not exist. */
    public Optional<Workflow<?, ?>> find(String name) {
        return workflows.stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst();
    }
}
