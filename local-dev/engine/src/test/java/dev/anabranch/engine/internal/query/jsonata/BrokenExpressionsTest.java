package dev.anabranch.engine.internal.query.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.query.InvalidExpression;
import dev.anabranch.engine.internal.query.QueryException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that each expression is rejected, returns a value, or fails with an error of AWS. No other exception may occur.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenExpressionsTest {

    private static final int CASES = 5_000;
    private static final int LONGEST = 12;
    private static final Set<String> FIELDS = Set.of("input", "context");
    private static final JsonNode STATES = Json.of("{'input':{'a':[1,2.5,null,'x',{'b':true}]},'context':{}}");

    private static final List<String> TOKENS = List.of(
            ("( ) [ ] { } , ; : := . .. ? ~> ^ % * ** + - / = != < > <= >= & @ # | ! ~ \\ ' \" ` $ $$ and or in null true"
                            + " 1 0 -1 1e308 1e400 99999999999999999999 'x' \"y\" `z` a $a $states $states.input $states.input.a"
                            + " $sum $string $map $reduce $eval $number $split $match $pad $sort $each $lookup $keys"
                            + " $fromMillis $toMillis $formatNumber $formatInteger $parseInteger $substring $power $sqrt"
                            + " $partition $range $hash $random $parse function function($x){$x} function($x)<n:n>{ λ /a/"
                            + " /(a+)+b/ /(/ /[/ /*/ /* */ [1..3] [1..1e6] \ud800 \u0000 é $join $not $exists $type")
                    .split(" "));

    private final JsonataEvaluator jsonata = new JsonataEvaluator(new Random(7), InstantSource.fixed(Instant.EPOCH));

    private Throwable outcome(String expression) {
        String text = "{% " + expression + " %}";
        Throwable refused = catchThrowable(() -> JsonataEvaluator.check(text, FIELDS));
        if (refused != null) {
            assertThat(refused).as(expression).isInstanceOf(InvalidExpression.class);
        }
        Throwable failed = catchThrowable(() -> jsonata.evaluate(text, STATES, Map.of(), "Output"));
        if (failed != null) {
            assertThat(failed).as(expression).isInstanceOf(QueryException.class);
        }
        return refused == null ? failed : refused;
    }

    @Test
    void randomExpressionsReturnValueOrFailWithNamedError() {
        long seed = Long.getLong("anabranch.seed", 20_261_121L);
        Random random = new Random(seed);
        int values = 0;
        for (int index = 0; index < CASES; index++) {
            String expression = random.ints(1 + random.nextInt(LONGEST), 0, TOKENS.size())
                    .mapToObj(TOKENS::get)
                    .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
            values += outcome(expression) == null ? 1 : 0;
        }
        assertThat(values)
                .as("number of expressions with a value, seed %d", seed)
                .isGreaterThan(CASES / 100);
    }

    @ParameterizedTest
    @CsvSource({"(,)", "[,]", "{'a':,}", "-,''", "$not(,)", "function($x){,}", "$x[,]", "1+(,)", "1+,''", "a.,''"})
    void rejectsExpressionsWithTenThousandLevels(String open, String close) {
        String expression = open.repeat(10_000) + "1" + close.repeat(10_000);
        InvalidExpression refused = catchThrowableOfType(
                InvalidExpression.class, () -> JsonataEvaluator.check("{% " + expression + " %}", FIELDS));
        assertThat(refused.code()).isEqualTo("INVALID_JSONATA_EXPRESSION");
        assertThat(outcome(expression)).isNotNull();
        assertThat(outcome("1 + 1")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiterString = " => ",
            value = {
                "1 /* => ends inside a comment",
                "$match('a', /( => No terminating /",
                "'a => must be terminated by a matching quote",
            })
    void namesUnclosedPartOfExpression(String expression, String message) {
        InvalidExpression refused = catchThrowableOfType(
                InvalidExpression.class, () -> JsonataEvaluator.check("{% " + expression + " %}", FIELDS));
        assertThat(refused.text()).contains(message);
    }

    @Test
    void reportsCauseOfFailureForOperandsWithFunctions() {
        assertThat(outcome("[$reduce] < 1")).hasMessageContaining("T2010: ");
        assertThat(outcome("$join([$reduce])")).hasMessageContaining("(an array with a function in it)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$match('a', /+a/)", "$match('a', /(?<n)/)", "$match('a', /a{2,1}/)"})
    void rejectsInvalidRegularExpressions(String expression) {
        InvalidExpression refused = catchThrowableOfType(
                InvalidExpression.class, () -> JsonataEvaluator.check("{% " + expression + " %}", FIELDS));
        assertThat(refused.text()).contains("regular expression /");
    }
}
