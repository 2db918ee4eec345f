package dev.anabranch.engine.internal.query.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.Json;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrinsicFunctionsTest {

    private static final JsonNode DOCUMENT = Json.of(
            "{'s':'This.is+a,test=string','split':'.+,=','n':5,'f':1.5,'nul':null,"
                    + "'list':[1,2,2,3],'o':{'a':{'a1':1},'b':2},'p':{'a':{'a2':1},'c':3},'json':'{\"k\":[1,null]}','quote':\"it's\"}");
    private static final JsonNode CONTEXT =
            Json.of("{'Execution':{'Name':'run-1'},'StateMachine':{'Id':'x','Name':'y'}}");

    private final JsonPathEvaluator paths = new JsonPathEvaluator(new Random(7));

    private JsonNode call(String call) {
        return paths.read(call, DOCUMENT, CONTEXT, Map.of("place", Json.of("'here'")), "v.$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "States.Format('Hello {}, from {}!', $.quote, $place) => \"Hello it's, from here!\"",
                "States.Format('{} {} {} {}', 1, 1.5, null, true) => '1 1.5 null true'",
                "States.Format('\\{\\} it\\'s \\\\ {}', $.n) => \"{} it's \\\\ 5\"",
                "States.Format('{} of {}', $$.Execution.Name, $$.StateMachine) => 'run-1 of {Id=x, Name=y}'",
                "States.Format('{}', $.list) => '[1, 2, 2, 3]'",
                "States.Format('{}', States.ArrayLength($.list)) => '4'",
                "States.StringToJson($.json) => {'k':[1,null]}",
                "States.StringToJson('{\"a\": \"x, y\"}') => {'a':'x, y'}",
                "States.JsonToString($.o) => '{\"a\":{\"a1\":1},\"b\":2}'",
                "States.JsonToString($.nul) => 'null'",
                "States.Array() => []",
                "States.Array('a', $.n, null) => ['a',5,null]",
                "States.ArrayPartition($.list, 3) => [[1,2,2],[3]]",
                "States.ArrayPartition(States.Array(), 3) => []",
                "States.ArrayContains($.list, 3) => true",
                "States.ArrayContains($.list, 3.0) => true",
                "States.ArrayContains($.list, 'x') => false",
                "States.ArrayRange(1, 9, 2) => [1,3,5,7,9]",
                "States.ArrayRange(3, 0, -2) => [3,1]",
                "States.ArrayRange(0, 3, 1) => [0,1,2,3]",
                "States.ArrayGetItem($.list, 3) => 3",
                "States.ArrayLength($.list) => 4",
                "States.ArrayLength($.list[?(@ > 1)]) => 3",
                "States.ArrayUnique($.list) => [1,2,3]",
                "States.Base64Encode('Data to encode') => 'RGF0YSB0byBlbmNvZGU='",
                "States.Base64Decode('RGF0YSB0byBlbmNvZGU=') => 'Data to encode'",
                "States.Base64Encode('') => ''",
                "States.Hash('input data', 'SHA-1') => 'aaff4a450a104cd177d28d18d74485e8cae074b7'",
                "States.Hash('input data', 'MD5') => '812f45842bc6d66ee14572ce20db8e86'",
                "States.JsonMerge($.o, $.p, false) => {'a':{'a2':1},'b':2,'c':3}",
                "States.MathAdd($.n, -1) => 4",
                "States.MathAdd(1.6, 1) => 3",
                "States.MathRandom(5, 6) => 5",
                "States.StringSplit($.s, $.split) => ['This','is','a','test','string']",
                "States.StringSplit(',,a,,b,,', ',') => ['a','b']",
                "States.ArrayGetItem(States.StringSplit($$.Execution.Name, '-'), 0) => 'run'",
            })
    void functionsReturnDocumentedResults(String call, String expected) {
        assertThat(call(call)).isEqualTo(Json.of(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "States.Format('{} {', 1)",
                "States.Format('{0}')",
                "States.Format('a } b')",
                "States.Format('{} {}', 1)",
                "States.Format('{}', 1, 2)",
                "States.Format()",
                "States.StringToJson('')",
                "States.StringToJson('{')",
                "States.StringToJson($.n)",
                "States.ArrayPartition($.list, 0)",
                "States.ArrayPartition($.n, 1)",
                "States.ArrayRange(0, 5000, 1)",
                "States.ArrayRange(0, 1, 0)",
                "States.ArrayGetItem($.list, 4)",
                "States.ArrayGetItem($.list, -1)",
                "States.ArrayGetItem($.list, 1.5)",
                "States.ArrayGetItem($.list)",
                "States.ArrayLength($.s)",
                "States.Base64Decode('not base64!')",
                "States.Hash('x', 'sha-1')",
                "States.JsonMerge($.o, $.p, true)",
                "States.JsonMerge($.o, $.n, false)",
                "States.MathAdd(2147483647, 1)",
                "States.MathAdd('1', 1)",
                "States.MathRandom(5, 5)",
                "States.StringSplit($.s, '')",
                "States.UUID(1)"
            })
    void invalidArgumentsFailWithIntrinsicFailure(String call) {
        QueryException failure = catchThrowableOfType(QueryException.class, () -> call(call));
        assertThat(failure.error()).isEqualTo("States.IntrinsicFailure");
        assertThat(failure.cause()).startsWith("The function '" + call + "' had the following error: ");
    }

    /** As in https://github.com/aws/aws-cdk/issues/29261: the definition is accepted, and the execution fails. */
    @Test
    void templateWithAnOpenBraceFailsWithTheTextOfAws() {
        QueryException failure = catchThrowableOfType(
                QueryException.class, () -> call("States.Format('Hello {}: \\\\{ \"name\": 1 }', 1)"));
        assertThat(failure.cause()).endsWith("Invalid template in States.Format: matching '}' not found for '{'.");
    }

    /** As in https://github.com/aws/aws-cdk/issues/27304: the definition is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {"States.Format('Hello\\n{}', $.n)", "States.JsonToString('a\\d')", "States.Array('\\\\\\u')"})
    void backslashBeforeAnOrdinaryCharacterIsRefused(String call) {
        assertThatThrownBy(() -> call(call))
                .isInstanceOf(InvalidExpression.class)
                .hasMessageContaining("must be a valid JSONPath or a valid intrinsic function call");
    }

    @Test
    void limitsTextsToTenThousandCodePoints() {
        Map<String, JsonNode> variables = Map.of(
                "fits",
                Json.of("'" + "\ud83d\ude00".repeat(10_000) + "'"),
                "passes",
                Json.of("'" + "a".repeat(10_001) + "'"));
        assertThat(paths.read("States.Base64Encode($fits)", DOCUMENT, CONTEXT, variables, "v.$")
                        .isTextual())
                .isTrue();
        QueryException failure = catchThrowableOfType(
                QueryException.class,
                () -> paths.read("States.Base64Encode($passes)", DOCUMENT, CONTEXT, variables, "v.$"));
        assertThat(failure.error()).isEqualTo("States.IntrinsicFailure");
    }

    @Test
    void randomNumbersAndUuidsUseInjectedRandom() {
        String uuid = call("States.UUID()").textValue();
        assertThat(uuid).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(new JsonPathEvaluator(new Random(7))
                        .read("States.UUID()", DOCUMENT, CONTEXT, Map.of(), "v.$")
                        .textValue())
                .isEqualTo(uuid);
        assertThat(call("States.MathRandom(1, 1000, 42)")).isEqualTo(call("States.MathRandom(1, 1000, 42)"));
        for (int i = 0; i < 100; i++) {
            assertThat(call("States.MathRandom(-3, 3)").intValue()).isBetween(-3, 2);
        }
    }
}
