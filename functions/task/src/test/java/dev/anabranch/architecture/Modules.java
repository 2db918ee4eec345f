package dev.anabranch.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Map;
import java.util.Set;

/** The modules, named after the third segment of their packages, and the modules whose classes each may use. */
final class Modules {

    private static final Map<String, Set<String>> USES = Map.ofEntries(
            entry("task", Set.of()),
            entry("runtime", Set.of("task", "action")),
            // The names of errors that the runtime reports; they are in deployed state machines.
            entry("action", Set.of("task", "runtime")),
            entry("runs", Set.of("task", "runtime", "action")),
            entry("workflow", Set.of("task", "runtime", "action")),
            entry("translate", Set.of("task", "runtime", "action", "runs", "workflow")),
            entry("explain", Set.of("task", "runtime", "action", "runs", "workflow", "translate")),
            entry("examples", Set.of("task", "workflow")),
            entry("cdk", Set.of("task", "runtime", "runs", "workflow", "translate")),
            entry("engine", Set.of()),
            entry("stores", Set.of("engine")),
            entry(
                    "embedded",
                    Set.of(
                            "task",
                            "runtime",
                            "action",
                            "runs",
                            "workflow",
                            "translate",
                            "explain",
                            "engine",
                            "stores")),
            entry("client", Set.of("task", "runtime", "action", "runs")),
            entry("console", Set.of("runtime", "runs", "explain", "stores", "client")),
            entry(
                    "testkit",
                    Set.of(
                            "task",
                            "runtime",
                            "action",
                            "runs",
                            "workflow",
                            "translate",
                            "explain",
                            "engine",
                            "stores",
                            "embedded")),
            entry(
                    "cli",
                    Set.of(
                            "task",
                            "runtime",
                            "action",
                            "runs",
                            "workflow",
                            "translate",
                            "explain",
                            "engine",
                            "stores",
                            "embedded",
                            "client",
                            "console")));

    static ArchCondition<JavaClass> onlyUseModulesBelow() {
        return new ArchCondition<>("only use the modules below theirs") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String module = moduleOf(type);
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith("dev.anabranch.")
                            && !module.equals(moduleOf(target))
                            && !USES.getOrDefault(module, Set.of()).contains(moduleOf(target))) {
                        events.add(violated(
                                type,
                                module + " may not use " + moduleOf(target) + ": " + dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static String moduleOf(JavaClass type) {
        String[] segments = type.getPackageName().split("\\.", -1);
        return segments.length > 2 ? segments[2] : "";
    }

    private Modules() {}
}
