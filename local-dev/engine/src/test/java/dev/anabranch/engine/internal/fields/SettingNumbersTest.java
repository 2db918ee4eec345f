package dev.anabranch.engine.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.query.QueryException;
import org.junit.jupiter.api.Test;

class SettingNumbersTest {

    private static JsonNode read(String json) throws Exception {
        return new JsonMapper().readTree(json);
    }

    @Test
    void infiniteNumberIsGreaterThanOthers() throws Exception {
        assertThat(SettingNumbers.compare(read("1e400"), read("5"))).isPositive();
        assertThat(SettingNumbers.compare(read("-1e400"), read("5"))).isNegative();
        assertThat(SettingNumbers.compare(read("1e400"), read("1e500"))).isZero();
        assertThat(SettingNumbers.compare(read("1.0"), read("1"))).isZero();
    }

    @Test
    void rejectsInfiniteNumberAsInteger() throws Exception {
        JsonNode value = read("1e400");
        SettingField setting = new SettingField("MaxConcurrency", SettingField.Kind.LITERAL, value);
        assertThatThrownBy(() -> SettingNumbers.whole(setting, value)).isInstanceOf(QueryException.class);
    }
}
