package dev.anabranch.examples.numbers;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, zero",
        "13, thirteen",
        "20, twenty",
        "42, forty-two",
        "100, one hundred",
        "101, one hundred and one",
        "999, nine hundred and ninety-nine",
        "1000, one thousand",
        "1007, one thousand and seven",
        "1107, one thousand one hundred and seven",
        "9999, nine thousand nine hundred and ninety-nine",
        "20000, twenty thousand",
        "1000000, one million",
        "2000000099, two thousand million and ninety-nine"
    })
    void numbersAreSpelled(int number, String words) {
        assertThat(new SpellNumber().run(number, ANY)).isEqualTo(words);
    }

    @Test
    void negativeNumberIsRefused() {
        assertThatThrownBy(() -> EnglishNumber.of(-1)).hasMessage("number is -1 but must not be negative");
    }

    @Test
    void spacesAndHyphensAreNotCounted() {
        assertThat(new CountLetters().run("one hundred and forty-two", ANY).letters())
                .isEqualTo(3 + 7 + 3 + 5 + 3);
    }

    @Test
    void everyChainOfLettersEndsAtFour() {
        for (int number = 0; number < 2_000; number++) {
            Spelled start = new CountLetters().run(EnglishNumber.of(number), ANY);

            assertThat(new FollowLetters().run(start, ANY))
                    .startsWith(start.words())
                    .endsWith("four");
        }
        assertThat(new FollowLetters().run(new Spelled("four", 4), ANY)).isEqualTo("four");
    }

    @Test
    void defaultIsTenNumbers() {
        assertThat(new ListNumbers().run(new Count(null), ANY)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(new ListNumbers().run(new Count(2L), ANY)).containsExactly(0, 1);
        assertThat(new ListNumbers().run(new Count(0L), ANY)).isEmpty();
        assertThat(new ListNumbers().run(new Count(10_000L), ANY)).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 10_001, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32})
    void widthOutOfRangeIsRefusedWithTheLimitAndItsReason(long n) {
        assertThatThrownBy(() -> new ListNumbers().run(new Count(n), ANY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(
                        "n is " + n + " but must be from 0 to 10000: each number is a function call, and on AWS each"
                                + " is billed. Leave it out for 10.");
    }
}
