package dev.anabranch.examples.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyTileTest {

    @ParameterizedTest(name = "{0} is {5}")
    @CsvSource({
        "North Atlantic,        40, -35,  41, -34, WATER",
        "Arctic Ocean,          84,   0,  85,   1, WATER",
        "Gulf of Bothnia,       61,  19,  62,  20, WATER",
        "Bahama Bank,         23, -79,  23.6, -78, WATER",
        "Lake Victoria,         -1.5, 32.5, -0.5, 33.5, WATER",
        "Lake Ladoga,         60.7, 31,  61.2, 31.8, WATER",
        "Greenland,             72, -42,  73, -41, SNOW_OR_ICE",
        "Antarctica,           -81,  60, -80,  61, SNOW_OR_ICE",
        "Finnish forest,        63,  27,  64,  28, VEGETATION",
        "Amazon,                -4, -64,  -3, -63, VEGETATION",
        "Congo,                 -1,  21,   0,  22, VEGETATION",
        "Sahara,                23,  10,  24,  11, BARE_GROUND",
        "Empty Quarter,         20,  50,  21,  51, BARE_GROUND",
        "Simpson Desert,       -25, 136, -24, 137, BARE_GROUND",
    })
    void knownPlacesHaveTheirClass(
            String place, double south, double west, double north, double east, CoverClass expected) {
        TileCover cover = classify(new Bounds(south, west, north, east));

        assertThat(cover.area().of(expected) / cover.area().total()).as(place).isGreaterThan(0.9);
    }

    @Test
    void classesCoverTheAreaOfATileExactly() {
        for (Bounds bounds : List.of(
                new Bounds(54, 4, 55, 5),
                new Bounds(-90, -180, -89, -179),
                new Bounds(88.9, 178.7, 90, 180),
                new Bounds(10.01, 20.02, 10.06, 20.07),
                new Bounds(0, 0, 45, 90))) {
            ClassAreas area = classify(bounds).area();

            assertThat(area.total()).as("%s", bounds).isCloseTo(bounds.squareKilometres(), within(0.01));
        }
    }

    @Test
    void tileSmallerThanAPixelHasAClass() {
        TileCover cover = classify(new Bounds(22.94, 10.03, 22.99, 10.08));

        assertThat(cover.columns()).isEqualTo(1);
        assertThat(cover.rows()).isEqualTo(1);
        assertThat(cover.area().bareGround()).isEqualTo(cover.area().total()).isPositive();
    }

    @Test
    void recordOfATypicalTileIsSmall() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        List<TileCover> covers = new ArrayList<>();
        long characters = 0;
        for (Tile tile : new CutTiles().run(new LandCoverInput(null, null, null), new FilesInMemory())) {
            TileCover cover = classify(tile.bounds());
            covers.add(cover);
            characters += json.writeValueAsString(cover).length();
        }

        assertThat(characters / covers.size()).isLessThan(200);
        assertThat(covers)
                .allSatisfy(cover -> assertThat(RunLengths.decode(cover.classes(), cover.columns() * cover.rows()))
                        .hasSize(cover.columns() * cover.rows()));
    }

    @ParameterizedTest
    @CsvSource({"northern-europe, 0.97", "africa, 0.99", "world, 0.99", "alps, 0.98", "amazon, 0.96"})
    void waterAgreesWithTheReferenceMask(String region, double least) {
        LandCoverSums sums = LandCoverSums.NONE;
        for (Tile tile : new CutTiles().run(new LandCoverInput(region, null, 4.0), new FilesInMemory())) {
            sums = sums.plus(classify(tile.bounds()));
        }

        assertThat(sums.waterAgreement()).isGreaterThan(least);
        if (region.equals("world")) {
            assertThat(sums.area().shares().water()).isBetween(0.69, 0.73);
            assertThat(sums.area().total()).isCloseTo(510_065_880, within(10_000.0));
        }
    }

    private static TileCover classify(Bounds bounds) {
        return new ClassifyTile().run(new Tile(bounds), new FilesInMemory());
    }
}
