package dev.anabranch.examples.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.task.PermanentFailure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CutTilesTest {
    private static final Bounds NORTHERN_EUROPE = new Bounds(54, 4, 72, 32);

    @Test
    void defaultIsNorthernEuropeInTilesOfOneDegree() {
        List<Tile> tiles = cut(null, null, null);

        assertThat(tiles).hasSize(18 * 28).isEqualTo(cut("northern-europe", null, 1.0));
        assertThat(tiles).isEqualTo(cut(null, NORTHERN_EUROPE, null));
        assertThat(tiles.get(0)).isEqualTo(new Tile(new Bounds(54, 4, 55, 5)));
        assertThat(tiles.get(tiles.size() - 1)).isEqualTo(new Tile(new Bounds(71, 31, 72, 32)));
    }

    @Test
    void tilesAtTheEdgeCanBeSmaller() {
        List<Tile> tiles = cut(null, new Bounds(0, 10, 2.5, 14), 2.0);

        assertThat(tiles)
                .containsExactly(
                        new Tile(new Bounds(0, 10, 2, 12)),
                        new Tile(new Bounds(0, 12, 2, 14)),
                        new Tile(new Bounds(2, 10, 2.5, 12)),
                        new Tile(new Bounds(2, 12, 2.5, 14)));
    }

    @Test
    void tileLargerThanTheMapIsTheMap() {
        assertThat(cut(null, NORTHERN_EUROPE, 360.0)).containsExactly(new Tile(NORTHERN_EUROPE));
    }

    @Test
    void roundingAddsNoTileAndNoDecimals() {
        List<Tile> tiles = cut(null, new Bounds(54, 4, 54.3, 4.3), 0.1);

        assertThat(tiles).hasSize(9);
        assertThat(tiles.get(8)).isEqualTo(new Tile(new Bounds(54.2, 4.2, 54.3, 4.3)));
    }

    @ParameterizedTest
    @EnumSource(Region.class)
    void tilesCoverTheirRegionExactly(Region region) {
        double area = cut(region.id(), null, 3.5).stream()
                .mapToDouble(tile -> tile.bounds().squareKilometres())
                .sum();

        assertThat(area / region.bounds().squareKilometres()).isCloseTo(1, within(1e-9));
        assertThat(cut(region.id(), null, null)).hasSizeLessThanOrEqualTo(Survey.MAX_TILES);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void invalidRequestIsRefusedWithOneSentence(LandCoverInput input, String message) {
        assertThatThrownBy(() -> new CutTiles().run(input, new FilesInMemory()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "atlantis",
                        null,
                        null,
                        "region \"atlantis\" is not known: use one of northern-europe, europe, iceland, alps, mediterranean, africa,"
                                + " asia, himalaya, australia, north-america, greenland, south-america, amazon, antarctica, world,"
                                + " or set bounds in degrees instead."),
                refusal("africa", NORTHERN_EUROPE, null, "region and bounds are both present: remove one of them."),
                refusal(
                        null,
                        new Bounds(-91, 4, 72, 32),
                        null,
                        "bounds.south is -91 but must be from -90 to 90 degrees, counted positive to the north."),
                refusal(
                        null,
                        new Bounds(54, 4, Double.NaN, 32),
                        null,
                        "bounds.north is NaN but must be from -90 to 90 degrees, counted positive to the north."),
                refusal(
                        null,
                        new Bounds(54, 4, 72, 190.5),
                        null,
                        "bounds.east is 190.5 but must be from -180 to 180 degrees, counted positive to the east."),
                refusal(
                        null,
                        new Bounds(72, 4, 54, 32),
                        null,
                        "bounds.south is 72 but must be less than bounds.north, 54, by at least 0.05 degrees:"
                                + " swap them or move one."),
                refusal(
                        null,
                        new Bounds(-20, 170, -10, -170),
                        null,
                        "bounds.west is 170 but must be less than bounds.east, -170, by at least 0.05 degrees: swap them or"
                                + " move one, or, where the map would cross the 180th meridian, run one map for each side of it."),
                refusal(null, null, 0.0, tileMessage("0")),
                refusal(null, null, -1.0, tileMessage("-1")),
                refusal(null, null, 0.01, tileMessage("0.01")),
                refusal(null, null, 1e-9, tileMessage("0.000000001")),
                refusal(null, null, Double.NaN, tileMessage("NaN")),
                refusal(null, null, Double.POSITIVE_INFINITY, tileMessage("Infinity")),
                refusal(
                        "world",
                        null,
                        0.5,
                        "tileDegrees 0.5 would cut The World into 259200 tiles, but one run starts at most 100000:"
                                + " use larger tiles or a smaller part of the Earth."));
    }

    private static String tileMessage(String value) {
        return "tileDegrees is " + value
                + " but must be a number from 0.05 (half a pixel of the image) to 360; leave it out for tiles of 1 degree.";
    }

    private static Arguments refusal(
            @Nullable String region, @Nullable Bounds bounds, @Nullable Double tileDegrees, String message) {
        return Arguments.of(new LandCoverInput(region, bounds, tileDegrees), message);
    }

    private static List<Tile> cut(@Nullable String region, @Nullable Bounds bounds, @Nullable Double tileDegrees) {
        return new CutTiles().run(new LandCoverInput(region, bounds, tileDegrees), new FilesInMemory());
    }
}
