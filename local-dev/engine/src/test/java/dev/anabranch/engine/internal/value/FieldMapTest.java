package dev.anabranch.engine.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMapTest {

    private static final int NAMES = FieldMap.MOST + 4;
    private static final int CHANGES = 20_000;

    private final Map<String, JsonNode> map = new FieldMap();

    private static String name(int number) {
        return String.join(" ", "name", String.valueOf(number)); // Equal names are different objects.
    }

    private void fill(int fields) {
        for (int i = 0; i < fields; i++) {
            map.put(name(i), IntNode.valueOf(i));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomChangesHaveTheResultsOfALinkedHashMap(long seed) {
        Random random = new Random(seed);
        Map<String, JsonNode> model = new LinkedHashMap<>();
        for (int i = 0; i < CHANGES; i++) {
            String name = name(random.nextInt(NAMES));
            JsonNode value = IntNode.valueOf(random.nextInt());
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> assertThat(map.put(name, value)).isEqualTo(model.put(name, value));
                case 3, 4 -> assertThat(map.remove(name)).isEqualTo(model.remove(name));
                case 5 -> {
                    map.entrySet().forEach(field -> field.setValue(value));
                    model.entrySet().forEach(field -> field.setValue(value));
                }
                case 6 ->
                    assertThat(map.keySet().removeIf(each -> each.compareTo(name) > 0))
                            .isEqualTo(model.keySet().removeIf(each -> each.compareTo(name) > 0));
                default -> {
                    if (random.nextInt(20) == 0) {
                        map.clear();
                        model.clear();
                    }
                }
            }
            assertThat(map.get(name)).isEqualTo(model.get(name));
            assertThat(map.containsKey(name)).isEqualTo(model.containsKey(name));
            assertThat(List.copyOf(map.keySet())).isEqualTo(List.copyOf(model.keySet()));
            assertThat(List.copyOf(map.values())).isEqualTo(List.copyOf(model.values()));
            assertThat(map).isEqualTo(model).hasSameHashCodeAs(model).hasSameSizeAs(model);
            List<String> visited = new ArrayList<>();
            map.forEach((each, ignored) -> visited.add(each));
            assertThat(visited).isEqualTo(List.copyOf(model.keySet()));
        }
    }

    @Test
    void anIterationRefusesFieldsThatWereAddedAfterItsBegin() {
        fill(2);
        Iterator<String> names = map.keySet().iterator();

        fill(3);

        assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(names::next);
    }

    @Test
    void anIterationRefusesToContinueAfterTheLastField() {
        fill(1);
        Iterator<JsonNode> values = map.values().iterator();
        assertThat(values.next()).isEqualTo(IntNode.valueOf(0));

        assertThat(values.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(values::next);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FieldMap.MOST, FieldMap.MOST + 1, 100})
    void anObjectHasTheTextAndTheEqualityOfAnOrdinaryOne(int fields) throws Exception {
        ObjectNode compact = CompactNodes.INSTANCE.objectNode();
        ObjectNode ordinary = new JsonMapper().createObjectNode();
        for (int i = 0; i < fields; i++) {
            compact.put(name(i), i);
            ordinary.put(name(i), i);
        }

        assertThat(compact).hasToString(ordinary.toString()).isEqualTo(ordinary).hasSameHashCodeAs(ordinary);
        assertThat(ordinary).isEqualTo(compact);
        assertThat(CompactNodes.mapper().readTree(ordinary.toString())).isEqualTo(ordinary);
        assertThat(compact.deepCopy()).isEqualTo(ordinary);
    }
}
