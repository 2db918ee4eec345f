package dev.anabranch.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.definition.Setting;
import dev.anabranch.engine.query.QueryException;
import org.junit.jupiter.api.Test;

class NumbersTest {

    private static JsonNode read(String json) throws Exception {
        return new JsonMapper().readTree(json);
    }

    @Test
    void aNumberThatIsReadAsInfiniteIsLargerThanAllOthers() throws Exception {
        assertThat(Numbers.compare(read("1e400"), read("5"))).isPositive();
        assertThat(Numbers.compare(read("-1e400"), read("5"))).isNegative();
        assertThat(Numbers.compare(read("1e400"), read("1e500"))).isZero();
        assertThat(Numbers.compare(read("1.0"), read("1"))).isZero();
    }

    @Test
    void aNumberThatIsReadAsInfiniteIsNoWholeNumber() throws Exception {
        JsonNode value = read("1e400");
        Setting setting = new Setting("MaxConcurrency", Setting.Kind.LITERAL, value);
        assertThatThrownBy(() -> Numbers.whole(setting, value)).isInstanceOf(QueryException.class);
    }
}
