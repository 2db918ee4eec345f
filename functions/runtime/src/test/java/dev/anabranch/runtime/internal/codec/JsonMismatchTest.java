package dev.anabranch.runtime.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonMismatchTest {

    /** A child that refers to its parent. */
    public static final class Node {
        private final List<Node> children = new ArrayList<>();
        private Node parent = this;

        Node child() {
            Node child = new Node();
            child.parent = this;
            children.add(child);
            return child;
        }

        public List<Node> getChildren() {
            return children;
        }

        public Node getParent() {
            return parent;
        }
    }

    private static String describe(Object value) {
        ObjectWriter writer = TaskJson.writer(Object.class);
        return JsonMismatch.describe(
                catchThrowableOfType(JsonProcessingException.class, () -> writer.writeValueAsBytes(value)));
    }

    @Test
    void valueThatContainsItselfIsDescribedWithAShortPath() {
        Map<String, Object> map = new HashMap<>();
        map.put("inner", map);
        List<Object> list = new ArrayList<>();
        list.add(list);

        for (Object value : List.of(map, list, new Node().child().child())) {
            assertThat(describe(value)).hasSizeLessThan(400);
        }
        assertThat(describe(map))
                .startsWith("field `inner.inner.")
                .contains("...` is nested too deeply: JSON has at most 1,000 levels. A value that contains itself");
    }
}
