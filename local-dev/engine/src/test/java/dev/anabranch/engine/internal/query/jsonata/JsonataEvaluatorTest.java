package dev.anabranch.engine.internal.query.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.QueryException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonataEvaluatorTest {

    private static final Set<String> FIELDS = Set.of("input", "context");

    private final JsonataEvaluator jsonata =
            new JsonataEvaluator(new Random(7), InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z")));

    private JsonNode evaluate(String expression) {
        return evaluate(expression, "{}");
    }

    private JsonNode evaluate(String expression, String states) {
        return jsonata.evaluate("{% " + expression + " %}", Json.of(states), Map.of(), "Output");
    }

    private QueryException failure(String expression) {
        return catchThrowableOfType(QueryException.class, () -> evaluate(expression));
    }

    @Test
    void expressionCoversWholeString() {
        assertThat(JsonataEvaluator.isExpression("{%1%}")).isTrue();
        assertThat(JsonataEvaluator.isExpression("{% 1 %}")).isTrue();
        assertThat(JsonataEvaluator.isExpression(" {% 1 %}")).isFalse();
        assertThat(JsonataEvaluator.isExpression("{% 1 %} ")).isFalse();
        assertThat(JsonataEvaluator.isExpression("{%}")).isFalse();
    }

    @Test
    void undefinedResultFailsAndNamesExpressionAndField() {
        QueryException failure = catchThrowableOfType(
                QueryException.class,
                () -> jsonata.template(
                        Json.of("{'a':[0,{'v':'{% $states.input.nope %}'}]}"),
                        Json.of("{'input':{}}"),
                        Map.of(),
                        "Output"));
        assertThat(failure.error()).isEqualTo("States.QueryEvaluationError");
        assertThat(failure.cause())
                .isEqualTo("The JSONata expression '$states.input.nope' specified for the field 'Output/a[1]/v'"
                        + " returned nothing (undefined).");
    }

    @Test
    void distinguishesNullFromUndefined() {
        assertThat(evaluate("$states.input.x", "{'input':{'x':null}}").isNull()).isTrue();
        assertThat(evaluate("$exists($states.input.x)", "{'input':{'x':null}}")).isEqualTo(Json.of("true"));
        assertThat(evaluate("$type($states.input.x)", "{'input':{'x':null}}")).isEqualTo(Json.of("'null'"));
        assertThat(evaluate("{'k': $states.input.x, 'gone': $states.input.y}", "{'input':{'x':null}}"))
                .isEqualTo(Json.of("{'k':null}"));
    }

    @Test
    void templateKeepsValuesThatAreNotExpressions() {
        JsonNode template = Json.of("{'a':'{% 1 + 1 %}','b':[' {% x %} ',null,1.50,true],'c':{}}");
        assertThat(jsonata.template(template, Json.of("{}"), Map.of(), "Output"))
                .isEqualTo(Json.of("{'a':2,'b':[' {% x %} ',null,1.50,true],'c':{}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "$states.input.items.id => {'items':[{'id':1}]} => 1",
                "[$states.input.items.id] => {'items':[{'id':1}]} => [1]",
                "$states.input.items.id => {'items':[{'id':1},{'id':2}]} => [1,2]",
                "$states.input.items => {'items':[1]} => [1]",
                "$states.input.items => {'items':[]} => []",
                "$states.input.items.{'k': id} => {'items':[{'id':1}]} => {'k':1}",
                "[$states.input.items.{'k': id}] => {'items':[{'id':1}]} => [{'k':1}]",
                "$map($states.input.items, function($x) { $x * 2 }) => {'items':[4]} => 8",
                "$states.input.items[0] => {'items':[[1]]} => [1]",
                "$states.input.items[$ > 1] => {'items':[1,2,3]} => [2,3]",
                "$states.input.items[$ > 2] => {'items':[1,2,3]} => 3",
                "$states.input.items[$ > 2][] => {'items':[1,2,3]} => [3]",
                "$states.input.**.id => {'a':{'id':1},'b':[{'id':2}]} => [1,2]",
                "$states.input.items{kind: $sum(n)} => {'items':[{'kind':'a','n':1},{'kind':'a','n':2}]} => {'a':3}",
                "$states.input.items^(>n).n => {'items':[{'n':1},{'n':3},{'n':2}]} => [3,2,1]",
                "$states.input ~> |$|{'z': 1}| => {'a':2} => {'a':2,'z':1}",
                "$merge([$states.input, {'z': 1}]) => {'a':2} => {'a':2,'z':1}",
                "$keys($states.input) => {'a':2,'b':3} => ['a','b']",
                "$string($states.input) => {'a':[1,null]} => '{\"a\":[1,null]}'",
                "$distinct($states.input.items) => {'items':[1,1.0,2]} => [1,2]",
                "$states.input.a = $states.input.b => {'a':[1,{'x':2}],'b':[1.0,{'x':2}]} => true",
                "$append($states.input.items, 3) => {'items':[1,2]} => [1,2,3]",
                "$reverse($states.input.items) => {'items':[1,2]} => [2,1]",
                "$lookup($states.input, 'a') => {'a':7} => 7",
                "$each($states.input, function($v, $k) { $k & $v }) => {'a':1,'b':2} => ['a1','b2']",
                "$sort($states.input.items, function($l, $r) { $l.n > $r.n }).s "
                        + "=> {'items':[{'n':2,'s':'a'},{'n':1,'s':'b'},{'n':2,'s':'c'},{'n':1,'s':'d'}]} => ['b','d','a','c']",
                "$sort($states.input.items) => {'items':[3,1,2]} => [1,2,3]",
            })
    void pathsFollowSequenceRulesOfJsonata(String expression, String input, String expected) {
        assertThat(evaluate(expression, "{'input':" + input + "}")).isEqualTo(Json.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "42 => 42",
                "$states.input => 42",
                "$states.input + 0 => 42",
                "$sum([1,2]) => 3",
                "10 / 4 => 2.5",
                "10 / 5 => 2",
                "1e2 => 100",
                "0.1 + 0.2 => 0.30000000000000004",
                "9007199254740993 => 9007199254740992",
                "1 / 0 => \"Infinity\"",
                "-1 / 0 => \"-Infinity\"",
            })
    void formatsNumbersAsAws(String expression, String expected) {
        assertThat(evaluate(expression, "{'input':42}").toString()).isEqualTo(expected);
    }

    @Test
    void integersHaveNoFractionAndKeepTheirType() {
        String states = "{'input':{'a':1.0,'b':[1e2,0.5,9223372036854775807,9223372036854775808],'c':42}}";
        assertThat(evaluate("$states.input", states).toString())
                .isEqualTo("{\"a\":1,\"b\":[100,0.5,9223372036854775807,9.223372036854776E18],\"c\":42}");
        assertThat(evaluate("$states.input.c", states).isInt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "$partition([1,2,3,4,5], 2) => [[1,2],[3,4],[5]]",
                "$partition([1,2,3]) => [[1,2,3]]",
                "$partition([1], 5) => [[1]]",
                "$partition([1,2,3,4,5], 2.9) => [[1,2],[3,4],[5]]",
                "$range(0, 10, 2) => [0,2,4,6,8,10]",
                "$range(10, 0, -3) => [10,7,4,1]",
                "$range(-1.7, 2, 1) => [-1,0,1,2]",
                "$range(3, 3, 1) => 3",
                "$hash('input', 'SHA-1') => '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'",
                "$random(42) => 0.7275636800328681",
                "$parse('{\"a\":[1,null]}') => {'a':[1,null]}",
                "$exists($parse('null')) => true",
                "$now() => '2026-02-03T04:05:06.000Z'",
                "$millis() => 1770091506000",
                "$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/).index => 0",
                "$contains('hello$world', /^hello\\$/) => true",
                "$sum($map($range(1, 1000, 1), function($x) { $x })) => 500500",
            })
    void supportsFunctionsOfStepFunctions(String expression, String expected) {
        assertThat(evaluate(expression)).isEqualTo(Json.of(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$partition([], 2)",
                "$partition([1], 0)",
                "$range(5, 1, 1)",
                "$range(1, 5, 0)",
                "$range(1, 5)",
                "$hash('Hello')",
                "$parse()",
                "$states.nope",
                "$doesNotExist"
            })
    void invalidCallsReturnUndefined(String expression) {
        assertThat(failure(expression).cause()).endsWith("returned nothing (undefined).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "$eval('1+1') => . T1006: Attempted to invoke a non-function",
                "$hash('Hello', 'md5') => . D3137: Hash algorithm 'md5' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
                "$parse('{') => . D3137: Invalid JSON",
                "$parse('{} {}') => . D3137: Invalid JSON",
                "$partition([1,2,3], -1) => . D3137: Second argument must be zero or greater",
                "$abs('x') => . T0410: Argument 1 of function \"abs\" does not match function signature",
                "$uuid(1) => . T0410: Argument 1 of function \"uuid\" does not match function signature",
                "1 + 'a' => . T2002: The right side of the \"+\" operator must evaluate to a number",
                "$error('stop') => . D3137: stop",
                "$sum([1..900000]) => : Expression evaluation memory limit exceeded: Check for excessive memory usage",
            })
    void failsWithMessagesOfAws(String expression, String end) {
        QueryException failure = failure(expression);
        assertThat(failure.error()).isEqualTo("States.QueryEvaluationError");
        assertThat(failure.cause())
                .isEqualTo("The JSONata expression '" + expression
                        + "' specified for the field 'Output' threw an error during evaluation" + end);
    }

    @Test
    void limitsDepthAndTimeOfEvaluation() {
        assertThat(evaluate("1" + "+1".repeat(90))).isEqualTo(Json.of("91"));
        assertThat(failure("1" + "+1".repeat(200)).cause()).contains(ExpressionFailureText.TOO_DEEP);
        assertThat(failure("($f := function($x) { $f($x + 1) }; $f(1))").cause())
                .contains("during evaluation: Expression evaluation timeout: Check for infinite loop");
        assertThat(evaluate("$count([1..873782])")).isEqualTo(Json.of("873782"));
    }

    @Test
    void rejectsFunctionsAsResults() {
        assertThat(failure("$fn := function($x){$x}").cause())
                .isEqualTo("The JSONata expression '$fn := function($x){$x}' specified for the field 'Output'"
                        + " returned an unsupported result type.");
        assertThat(failure("[$sum]").cause()).endsWith("returned an unsupported result type.");
    }

    @Test
    void errorNamesExpectedTypeOfField() {
        assertThatThrownBy(() ->
                        JsonataEvaluator.expect(Json.of("{'foo':'bar'}"), "{% {'foo': 'bar'} %}", "Items", "array"))
                .hasMessage("The JSONata expression '{'foo': 'bar'}' specified for the field 'Items' returned an"
                        + " unexpected result type. Expected 'array', but was 'object' for value: {\"foo\":\"bar\"}");
        assertThat(JsonataEvaluator.expect(Json.of("1"), "{% 1 %}", "Seconds", "number"))
                .isEqualTo(Json.of("1"));
    }

    @Test
    void variablesShadowFunctions() {
        Map<String, JsonNode> variables =
                Map.of("order", Json.of("{'id':7}"), "count", Json.of("3"), "none", Json.of("null"));
        JsonNode states = Json.of("{}");
        assertThat(jsonata.evaluate("{% $order.id %}", states, variables, "Output"))
                .isEqualTo(Json.of("7"));
        assertThat(jsonata.evaluate("{% $order.id + $count %}", states, variables, "Output"))
                .isEqualTo(Json.of("10"));
        assertThat(jsonata.evaluate("{% $none %}", states, variables, "Output").isNull())
                .isTrue();
        assertThat(jsonata.evaluate("{% $none = null %}", states, variables, "Output"))
                .isEqualTo(Json.of("true"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "$a + $b.c[$d > 1] => a,b,d",
                "$sum($x.y) => x",
                "($t := $a; $t + $u) => a,u",
                "($f := function($n) { $n + $k + $f(1) }; $f(2)) => k",
                "$map($xs, function($v, $i) { $v & $i & $w }) => xs,w",
                "$states.input.a@$e.{'x': $e.y, 'z': $q} => q",
                "$states.input.a#$i[$i = $n] => n",
                "$xs ~> $map($string) => xs",
                "$states.input.a{key: $g} => g",
                "$custom(1) => custom",
                "$states.input.x^(>$by) => by",
                "$states.input ~> |a|{'b': $v}| => v",
                "$inner + ($inner := 1; $inner) => inner",
            })
    void findsFreeVariables(String expression, String names) {
        assertThat(JsonataEvaluator.variables("{% " + expression + " %}")).containsExactlyInAnyOrder(names.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "a[1,2) => INVALID_JSONATA_EXPRESSION => Expected \"]\", got \",\"",
                "\"unterminated => INVALID_JSONATA_EXPRESSION => String literal must be terminated by a matching quote",
                "1 + => INVALID_JSONATA_EXPRESSION => Unexpected end of expression",
                "{\"a\":} => INVALID_JSONATA_EXPRESSION => The symbol \"}\" cannot be used as a unary operator",
                "$match(\"a\", /abc => INVALID_JSONATA_EXPRESSION => No terminating / in regular expression",
                "'' => INVALID_JSONATA_EXPRESSION => Unexpected end of expression",
                "$states.input.a ?? 1 => INVALID_JSONATA_EXPRESSION => The symbol \"?\" cannot be used as a unary operator",
                "$states.input.a ?: 1 => INVALID_JSONATA_EXPRESSION => The symbol \":\" cannot be used as a unary operator",
                "phone => UNSUPPORTED_JSONATA_EXPRESSION => Reference to 'phone' at the top level is not supported.",
                "$states.input.a + phone.x => UNSUPPORTED_JSONATA_EXPRESSION => Reference to 'phone' at the top level is not supported.",
                "{'k': phone} => UNSUPPORTED_JSONATA_EXPRESSION => Reference to 'phone' at the top level is not supported.",
                "$map($states.input.a, function($x){ b }) => UNSUPPORTED_JSONATA_EXPRESSION => Reference to 'b' at the top level is not supported.",
                "$ => UNSUPPORTED_JSONATA_EXPRESSION => Reference to '$' at the top level is not supported.",
                "$.a => UNSUPPORTED_JSONATA_EXPRESSION => Reference to '$' at the top level is not supported.",
                "$$ => UNSUPPORTED_JSONATA_EXPRESSION => Reference to '$$' is not supported.",
                "$states.result => UNSUPPORTED_JSONATA_EXPRESSION => Field '$states.result' does not exist.",
                "$map([1], function($x) { $states.errorOutput.Cause }) => UNSUPPORTED_JSONATA_EXPRESSION => Field '$states.errorOutput' does not exist.",
            })
    void checkRejectsExpressionsThatAwsRejects(String expression, String code, String message) {
        String text = "{% " + (expression.equals("''") ? "" : expression) + " %}";
        InvalidExpression refusal =
                catchThrowableOfType(InvalidExpression.class, () -> JsonataEvaluator.check(text, FIELDS));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.text()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$states.input.items[value > 3]",
                "$states.input.items.{'a': b, 'c': $}",
                "$states.input.items^(>price){kind: $sum(n)}",
                "$states.input.a ? 1 : 2",
                "$contains($states.input.a, '??') ? \"?:\" : 'it s'",
                "$match($states.input.a, /a??b?:c/)",
                "function($x)<s?:s>{ $x }",
                "$states.input.`a??b` /* ?? */ & 'x'",
                "$states.input.a / $states.input.b / 2",
                "$eval('1')",
                "$f(?, 2)",
                "$undefined",
                "true",
                "null",
                "'text'",
                "1",
            })
    void checkAcceptsExpressionsThatAwsAccepts(String expression) {
        String text = "{% " + expression + " %}";
        JsonataEvaluator.check(text, FIELDS);
        assertThat(JsonataEvaluator.isExpression(text)).isTrue();
    }

    @Test
    void evaluatorIsThreadSafe() {
        JsonNode states = Json.of("{'input':{'items':[{'n':1},{'n':2},{'n':3}]}}");
        assertThat(java.util.stream.IntStream.range(0, 4_000)
                        .parallel()
                        .mapToObj(i -> jsonata.evaluate(
                                                "{% $sum($states.input.items.(n * $k)) %}",
                                                states, Map.of("k", Json.of("" + i)), "Output")
                                        .intValue()
                                - 6 * i))
                .containsOnly(0);
    }
}
