package dev.anabranch.examples.hyperparametersweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The Iris data: 50 flowers of each of three species. {@code ATTRIBUTION.txt} has the source. */
final class Flowers {
    static final List<String> SPECIES = List.of("setosa", "versicolor", "virginica");
    static final int OF_A_SPECIES = 50;
    static final int MEASURES = 4;

    private static final String FILE = "iris.csv";

    /** One flower: its lengths and widths in centimetres, and the index of its species. */
    record Flower(double sepalLength, double sepalWidth, double petalLength, double petalWidth, int species) {

        /** Returns one of the four measures by its index, as an input of the network. */
        double measure(int index) {
            return switch (index) {
                case 0 -> sepalLength;
                case 1 -> sepalWidth;
                case 2 -> petalLength;
                case 3 -> petalWidth;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }
    }

    private Flowers() {}

    /** Returns all flowers, ordered by species. */
    static List<Flower> read() {
        try (InputStream in = Flowers.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the jar, beside " + Flowers.class.getName());
            }
            List<Flower> flowers = new ArrayList<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.lines().skip(1).forEach(line -> flowers.add(flower(line)));
            return flowers;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the flowers in " + FILE, e);
        }
    }

    private static Flower flower(String line) {
        String[] fields = line.split(",", -1);
        return new Flower(
                Double.parseDouble(fields[0]),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                SPECIES.indexOf(fields[MEASURES]));
    }
}
