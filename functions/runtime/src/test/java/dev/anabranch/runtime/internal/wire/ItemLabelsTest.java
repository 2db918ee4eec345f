package dev.anabranch.runtime.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ItemLabelsTest {

    @Test
    void scalarFieldsAreLabels() {
        JsonNode item = json("{\"name\": \"Norway\", \"number\": 4711, \"price\": 1.50, \"paid\": true}");

        assertThat(ItemLabels.of(item, "name")).contains("Norway");
        assertThat(ItemLabels.of(item, "number")).contains("4711");
        assertThat(ItemLabels.of(item, "price")).contains("1.50");
        assertThat(ItemLabels.of(item, "paid")).contains("true");
        assertThat(ItemLabels.of(json("\"Oslo\""), ItemLabels.ITEM_ITSELF)).contains("Oslo");
    }

    @Test
    void otherFieldsAreNoLabels() {
        JsonNode item = json("{\"name\": null, \"text\": \"\", \"list\": [1], \"object\": {\"a\": 1}}");

        for (String field : List.of("name", "text", "list", "object", "missing", ItemLabels.ITEM_ITSELF)) {
            assertThat(ItemLabels.of(item, field)).as(field).isEmpty();
        }
    }

    @Test
    void longLabelsAreCutAtACodePoint() {
        String flags = "🇳".repeat(150);

        String label = ItemLabels.cut(flags);

        assertThat(label.codePointCount(0, label.length())).isEqualTo(ItemLabels.LONGEST);
        assertThat(label).isEqualTo("🇳".repeat(99) + ItemLabels.DOTS);
        assertThat(ItemLabels.cut("x".repeat(100))).isEqualTo("x".repeat(100));
    }

    @Test
    void separatorsInTextsAreReplaced() {
        assertThat(ItemLabels.cut("a\u001fb\u001ec")).isEqualTo("a b c");
    }

    @Test
    void onlyShortIntegersAreExactInJsonata() {
        assertThat(ItemLabels.isExact(json("{\"n\": 999999999999999}"), "n")).isTrue();
        assertThat(ItemLabels.isExact(json("{\"n\": 1000000000000000}"), "n")).isFalse();
        assertThat(ItemLabels.isExact(json("{\"n\": 1.0}"), "n")).isFalse();
        assertThat(ItemLabels.isExact(json("{\"n\": \"1.0\"}"), "n")).isTrue();
    }

    @Test
    void textFormKeepsMissingLevels() {
        ItemLabels nested = new ItemLabels(List.of("", "Norway", "", "Oslo"));

        assertThat(ItemLabels.parse(nested.text())).isEqualTo(nested);
        assertThat(ItemLabels.parse(ItemLabels.SEPARATOR)).isEqualTo(ItemLabels.NONE);
        assertThat(ItemLabels.parse("")).isEqualTo(ItemLabels.NONE);
        assertThat(ItemLabels.parseAll(ItemLabels.text(List.of(nested, ItemLabels.NONE, nested))))
                .containsExactly(nested, ItemLabels.NONE, nested);
        assertThat(ItemLabels.text(List.of(ItemLabels.NONE, ItemLabels.NONE))).isEmpty();
    }

    @Test
    void innerLabelsFollowOuterOnes() {
        assertThat(ItemLabels.NONE.inner(2, Optional.of("Oslo")).levels()).containsExactly("", "", "Oslo");
        assertThat(new ItemLabels(List.of("Norway")).inner(1, Optional.empty()).levels())
                .containsExactly("Norway", "");
        assertThat(ItemLabels.NONE.inner(1, Optional.empty())).isEqualTo(ItemLabels.NONE);
    }

    @Test
    void itemsAreSelectedByOneLabelOrAllOfThem() {
        ItemLabels labels = new ItemLabels(List.of("Norway", "", "Oslo"));

        assertThat(labels.name()).isEqualTo("Norway / Oslo");
        for (String wanted : List.of("Norway", "Oslo", "Norway / Oslo")) {
            assertThat(labels.has(wanted)).as(wanted).isTrue();
            assertThat(ItemLabels.has(labels.name(), wanted)).as(wanted).isTrue();
        }
        assertThat(labels.has("norway")).isFalse();
        assertThat(labels.has("")).isFalse();
        assertThat(ItemLabels.has("", "Norway")).isFalse();
        assertThat(new ItemLabels(List.of(ItemLabels.cut("x".repeat(200)))).has("x".repeat(200)))
                .isTrue();
    }

    @Test
    void shownLabelsCannotChangeALine() {
        assertThat(ItemLabels.shown("3.17", "Norway / Oslo")).isEqualTo("3.17 \"Norway / Oslo\"");
        assertThat(ItemLabels.shown("3", "")).isEqualTo("3");
        assertThat(ItemLabels.quoted("a\"\\\n\u001b[31m\u202eb")).isEqualTo("\"a\\\"\\\\\\u000a\\u001b[31m\\u202eb\"");
        assertThat(ItemLabels.quoted("København 🇩🇰")).isEqualTo("\"København 🇩🇰\"");
    }

    private static JsonNode json(String text) {
        try {
            return TaskJson.tree().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
