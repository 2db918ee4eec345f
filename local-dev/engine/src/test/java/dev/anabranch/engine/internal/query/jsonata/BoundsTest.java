package dev.anabranch.engine.internal.query.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.query.QueryException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that expressions which exceed the limits on time and memory fail with the errors of Step Functions. */
@Timeout(60)
class BoundsTest {

    private final JsonataEvaluator jsonata =
            new JsonataEvaluator(new Random(7), InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z")));

    private JsonNode evaluate(String expression) {
        return jsonata.evaluate("{% " + expression + " %}", Json.of("{'input':{'a':[1,2]}}"), Map.of(), "Output");
    }

    private String failure(String expression) {
        QueryException failure = catchThrowableOfType(QueryException.class, () -> evaluate(expression));
        assertThat(failure.error()).isEqualTo("States.QueryEvaluationError");
        return failure.cause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(x?)(a|aa)+\\1$/)",
                "$contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(x?)(a|aa)+\\1$/)",
                "$split('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(x?)(a|aa)+\\1$/)",
                "$replace('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(x?)(a|aa)+\\1$/, 'b')",
                "$replace('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(x?)(a|aa)+\\1$/, function($m){'b'})",
                "($f := function($n){ $f($n + 1) }; $f(0))",
                "$map([1..800000], function($i){ $map([1..800000], function($j){ $i }) })"
            })
    void stopsExpressionsThatExceedTimeLimit(String expression) {
        assertThat(failure(expression)).contains("Expression evaluation timeout: Check for infinite loop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$pad('x', 2000000000)",
                "$pad('x', -2000000000)",
                "[1..100].$pad('x', 5000000)",
                "$join([1..800000].('xxxxxxxxxxxxxxxx'))",
                "$replace('aaaa', 'a', $pad('x', 6000000))",
                "$reduce([1..100], function($a, $i){ $a & $a }, 'x')",
                "$reduce([1..60], function($a, $i){ {'l': $a, 'r': $a} }, 1)",
                "$string($reduce([1..60], function($a, $i){ {'l': $a, 'r': $a} }, 1))",
                "$distinct([[$reduce([1..60], function($a, $i){ [[$a], [$a]] }, 1)], [2]])",
                "[1..800000].$states.input",
                "[1..10000000]",
                "$range(1, 1000000000, 1)",
                "$formatInteger(1000000000000000, 'I')",
                "$fromMillis(0, '[Y,999999999-999999999]')",
                "$now('[Y,999999999]')"
            })
    void stopsExpressionsThatExceedMemoryLimit(String expression) {
        assertThat(failure(expression)).contains("memory limit exceeded");
    }

    @Test
    void convertsJavaErrorsOfLibraryToExpressionErrors() {
        assertThat(failure("$contains('a', function($x){$x})")).contains("'Output'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$fromMillis(1e300)", "$fromMillis(-8640000000000001)", "$fromMillis(1e16, '[Y]')"})
    void millisecondsThatAreNoTimeAreRefused(String expression) {
        assertThat(failure(expression)).contains("8640000000000000 milliseconds");
    }

    @Test
    void limitedFunctionsReturnCorrectResults() {
        assertThat(evaluate("$pad('ab', 5)").textValue()).isEqualTo("ab   ");
        assertThat(evaluate("$pad('ab', -6, '#-')").textValue()).isEqualTo("#-#-ab");
        assertThat(evaluate("$pad('\ud83d\ude00', 3, '\ud83d\ude01')").textValue())
                .isEqualTo("\ud83d\ude00\ud83d\ude01\ud83d\ude01");
        assertThat(evaluate("$pad('abc', 2)").textValue()).isEqualTo("abc");
        assertThat(evaluate("$replace('abab', /b/, 'c', 1)").textValue()).isEqualTo("acab");
        assertThat(evaluate("$match('abab', /b/).index")).isEqualTo(Json.of("[1,3]"));
        assertThat(evaluate("'a,b' ~> $split(',') ~> $join('-')").textValue()).isEqualTo("a-b");
        assertThat(evaluate("$formatInteger(1999, 'I')").textValue()).isEqualTo("MCMXCIX");
        assertThat(evaluate("$fromMillis(0, '[Y0001]-[M01,2-2]')").textValue()).isEqualTo("1970-01");
    }
}
