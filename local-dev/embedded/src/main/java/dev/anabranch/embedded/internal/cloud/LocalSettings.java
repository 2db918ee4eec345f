package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.task.TaskSettings;
import dev.anabranch.workflow.internal.graph.TaskNeeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings and secrets of all tasks in this process.
 *
 * @param values the values by name; a name with the class of a task and a dot before it applies to that task only
 * @param replaced the tasks that are not called, so their settings need not exist
 * @param place completes the sentence "Add it ..." for a name that is missing
 */
public record LocalSettings(Map<String, String> values, Set<Class<?>> replaced, String place) {

    /** No settings. */
    public static final LocalSettings NONE =
            new LocalSettings(Map.of(), Set.of(), "to the settings of the embedded cloud");

    /** Copies the values. */
    public LocalSettings {
        values = Map.copyOf(values);
        replaced = Set.copyOf(replaced);
    }

    /** Returns the settings of one task. */
    public TaskSettings of(Class<?> task) {
        String prefix = task.getName() + ".";
        Map<String, String> own = new HashMap<>(values);
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), value);
            }
        });
        return TaskSettings.of(own);
    }

    /** Returns a phrase for each setting and each secret that a task requires and that has no value. */
    List<String> missing(Class<?> task) {
        if (replaced.contains(task)) {
            return List.of();
        }
        TaskNeeds needs = TaskNeeds.of(task);
        return Stream.concat(
                        needs.settings().stream()
                                .filter(name -> !has(task, name))
                                .map(name -> "the setting `" + name),
                        needs.secrets().stream()
                                .filter(name -> !has(task, name))
                                .map(name -> "the secret `" + name))
                .map(phrase -> phrase + "` of the task `" + task.getName() + "`")
                .toList();
    }

    private boolean has(Class<?> task, String name) {
        return values.containsKey(name) || values.containsKey(task.getName() + "." + name);
    }

    @Override
    public String toString() {
        return "settings of tasks";
    }
}
