package dev.anabranch.examples.numbers;

import java.util.List;

/** Spells cardinal numbers in English. */
public final class EnglishNumber {
    private static final List<String> BELOW_TWENTY = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    private static final List<String> TENS =
            List.of("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

    private EnglishNumber() {}

    /** Returns words such as {@code one thousand two hundred and five}; {@code number} must not be negative. */
    public static String of(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("number is " + number + " but must not be negative");
        }
        if (number < 20) {
            return BELOW_TWENTY.get(number);
        }
        if (number < 100) {
            return TENS.get(number / 10) + (number % 10 == 0 ? "" : "-" + of(number % 10));
        }
        if (number < 1_000) {
            return of(number / 100) + " hundred" + (number % 100 == 0 ? "" : " and " + of(number % 100));
        }
        return number < 1_000_000 ? scaled(number, 1_000, " thousand") : scaled(number, 1_000_000, " million");
    }

    private static String scaled(int number, int scale, String name) {
        int rest = number % scale;
        String joint = rest < 100 ? " and " : " ";
        return of(number / scale) + name + (rest == 0 ? "" : joint + of(rest));
    }
}
