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

class JsonPathEvaluatorTest {

    private static final JsonNode CONTEXT =
            Json.of("{'Execution':{'Name':'run-1'},'StateMachine':{'Id':'x','Name':'y'}}");
    private static final Map<String, JsonNode> VARIABLES = Map.of("order", Json.of("{'id':7,'tags':['a','b']}"));

    private final JsonPathEvaluator paths = new JsonPathEvaluator(new Random(7));

    private JsonNode read(String path, String document) {
        return paths.read(path, Json.of(document), CONTEXT, VARIABLES, "value.$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "$ => {'a':1} => {'a':1}",
                "$.a => {'a':null} => null",
                "$.a.b => {'a':{'b':42}} => 42",
                "$.delivery-partner => {'delivery-partner':1} => 1",
                "$['a b'].c => {'a b':{'c':1}} => 1",
                "$[1] => [1,2] => 2",
                "$.a[1].b => {'a':[0,{'b':1}]} => 1",
                "$.a[-1:] => {'a':[1,2]} => [2]",
                "$.a[*].b => {'a':[{'b':1},{'b':2}]} => [1,2]",
                "$.a[0:2] => {'a':[1,2,3]} => [1,2]",
                "$.a[?(@.n > 1)].n => {'a':[{'n':1},{'n':2}]} => [2]",
                "$.a[?(@.k==es)].v => {'a':[{'k':'es','v':1},{'k':'en','v':2}]} => [1]",
                "$.a[?(@.k == es && @.b == true)].v => {'a':[{'k':'es','b':true,'v':1}]} => [1]",
                "$..b => {'a':{'b':1},'b':2} => [2,1]",
                "$.items[*] => {} => []",
                "$.item.items[1:5].itemValue => {} => []",
                "$.a[5] => {'a':[1]} => null",
                "$.a.length() => {'a':[1,{}]} => 2",
                "$.length() => [1] => 1",
                "$.a.sum() => {'a':[1,2.5]} => 3.5",
                "$.a.max() => {'a':[1,3,2]} => 3.0",
                "$.o.keys() => {'o':{'x':1,'y':2}} => ['x','y']",
                "$$.Execution.length() => {} => 1",
                "$$.Execution.Name => {} => 'run-1'",
                "$order.id => {} => 7",
                "$order.tags[1] => {} => 'b'",
            })
    void readsPathsInDocumentContextAndVariables(String path, String document, String expected) {
        assertThat(read(path, document)).isEqualTo(Json.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "value.$ => $.x => The JSONPath '$.x' specified for the field 'value.$' could not be found in the input '{\"a\":1}'",
                "ErrorPath => $.x => The JSONPath '$.x' specified for the field 'ErrorPath' could not be found in the input '{\"a\":1}'",
                "InputPath => $.x => Invalid path '$.x' : No results for path: $['x']",
                "OutputPath => $.x.y => Invalid path '$.x.y' : Missing property in path $['x']",
                "Variable => $.x => Invalid path '$.x': The choice state's condition path references an invalid value.",
                "SecondsPath => $.x => The SecondsPath parameter does not reference an input value: $.x",
                "v.$ => States.Format('{}',$.x) => The function 'States.Format('{}',$.x)' had the following error:"
                        + " The JsonPath argument for the field '$.x' could not be found in the input '{\"a\":1}'",
                "v.$ => States.Array($$.No.Way) => The function 'States.Array($$.No.Way)' had the following error:"
                        + " The JsonPath argument for the field '$.No.Way' could not be found in the input '{\"a\":1}'",
            })
    void missingPathsFailWithMessagesOfAws(String field, String path, String cause) {
        QueryException failure = catchThrowableOfType(
                QueryException.class, () -> paths.read(path, Json.of("{'a':1}"), CONTEXT, VARIABLES, field));
        assertThat(failure.error()).isEqualTo("States.Runtime");
        assertThat(failure.cause()).isEqualTo(cause);
    }

    @Test
    void templateEvaluatesOnlyFieldsThatEndInDollar() {
        JsonNode template =
                Json.of("{'a.$':'$.x','b':{'c.$':'$$.Execution.Name'},'d':['$.x',{'e.$':'$.x[0]'}],'f':1.0}");
        assertThat(paths.template(template, Json.of("{'x':[1]}"), CONTEXT, VARIABLES))
                .isEqualTo(Json.of("{'a':[1],'b':{'c':'run-1'},'d':['$.x',{'e':1}],'f':1.0}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "$ => {'a':1} => 9",
                "$.b => {'a':1} => {'a':1,'b':9}",
                "$.a => {'a':1} => {'a':9}",
                "$.b.c => {'a':1} => {'a':1,'b':{'c':9}}",
                "$.a.c => {'a':{'b':1}} => {'a':{'b':1,'c':9}}",
                "$['a b'].c => {} => {'a b':{'c':9}}",
                "$.a[1].x => {'a':[1,{'y':2}]} => {'a':[1,{'y':2,'x':9}]}",
            })
    void putReturnsCopyWithResultAtPath(String path, String document, String expected) {
        JsonNode input = Json.of(document);
        assertThat(JsonPathEvaluator.put(path, input, Json.of("9"))).isEqualTo(Json.of(expected));
        assertThat(input).isEqualTo(Json.of(document));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {"$.x => 'foo'", "$.x => [1,2]", "$.a.b => {'a':5}", "$.a[3] => {'a':[]}", "$.a[0] => {}"})
    void putFailsForUnreachablePath(String path, String document) {
        QueryException failure = catchThrowableOfType(
                QueryException.class, () -> JsonPathEvaluator.put(path, Json.of(document), Json.of("9")));
        assertThat(failure.error()).isEqualTo("States.ResultPathMatchFailure");
        assertThat(failure.cause())
                .isEqualTo("Unable to apply ReferencePath " + path + " to input " + Json.of(document));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.a[*]", "$..a", "$.a[0:1]", "$.a[?(@.b)]", "$.a[0,1]", "$.*"})
    void referencePathMustIdentifySingleNode(String path) {
        JsonPathEvaluator.check(path);
        assertThatThrownBy(() -> JsonPathEvaluator.checkReference(path)).isInstanceOf(InvalidExpression.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "",
                "$.a[",
                "$.",
                "States.Nope()",
                "States.Array(",
                "States.Array('a)",
                "States.Array(x)",
                "States.Array('a' 'b')",
                "States.Array() "
            })
    void rejectsInvalidPaths(String path) {
        assertThatThrownBy(() -> JsonPathEvaluator.check(path)).isInstanceOf(InvalidExpression.class);
    }
}
