package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks that prepare the inputs of list functions in random workflows. */
public final class ListTasks {

    private ListTasks() {}

    public record Marked(JsonNode value, Boolean odd) {}

    public record Keyed(String key, JsonNode value) {}

    /** Marks a value: true, false or null. */
    public static final class MarkOne implements Task<JsonNode, Marked> {
        @Override
        public Marked run(JsonNode input, TaskContext context) {
            return marked(input);
        }
    }

    @SuppressWarnings(
            "NullAway") // The field may be null, but accessors of nullable fields cannot be passed to `filter`.
    private static Marked marked(JsonNode value) {
        long sum = GenericTasks.fingerprint(value);
        return new Marked(value, sum % 5 == 0 ? null : Boolean.valueOf(sum % 2 == 1));
    }

    /** Marks each element. */
    public static final class Mark implements Task<List<JsonNode>, List<Marked>> {
        @Override
        public List<Marked> run(List<JsonNode> input, TaskContext context) {
            return input.stream().map(ListTasks::marked).toList();
        }
    }

    /** Returns a map with the elements in their order. */
    public static final class ByKey implements Task<List<JsonNode>, Map<String, JsonNode>> {
        @Override
        public Map<String, JsonNode> run(List<JsonNode> input, TaskContext context) {
            Map<String, JsonNode> map = new LinkedHashMap<>();
            for (JsonNode element : input) {
                map.put(map.size() + GenericTasks.text(map.size(), 12), element);
            }
            return map;
        }
    }
}
