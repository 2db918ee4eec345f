package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks that prepare the inputs of list functions in random workflows. */
public final class ListTasks {

    private ListTasks() {}

    public record Marked(JsonNode value, @Nullable Boolean odd) {}

    public record Keyed(String key, JsonNode value) {}

    /** Marks each element: true, false or null. */
    public static final class Mark implements Task<List<JsonNode>, List<Marked>> {
        @Override
        public List<Marked> run(List<JsonNode> input, TaskContext context) {
            List<Marked> marked = new ArrayList<>();
            for (JsonNode element : input) {
                long sum = GenericTasks.fingerprint(element);
                marked.add(new Marked(element, sum % 5 == 0 ? null : Boolean.valueOf(sum % 2 == 1)));
            }
            return marked;
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
