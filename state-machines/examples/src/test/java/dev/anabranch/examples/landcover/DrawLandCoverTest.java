package dev.anabranch.examples.landcover;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.anabranch.task.Results;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DrawLandCoverTest {
    private final FilesInMemory context = new FilesInMemory();

    @Test
    void reportAddsUpTheTilesAndNamesThePicture() throws IOException {
        LandCoverReport report = draw(new LandCoverInput("iceland", null, null));

        assertThat(report.area()).isEqualTo("Iceland");
        assertThat(report.bounds()).isEqualTo(new Bounds(63, -25, 67, -13));
        assertThat(report.tiles()).isEqualTo(4 * 12);
        assertThat(report.areaKm2()).isCloseTo(report.bounds().squareKilometres(), within(0.1));
        ClassShares shares = report.shares();
        assertThat(shares.water() + shares.snowOrIce() + shares.vegetation() + shares.bareGround())
                .isCloseTo(1, within(1e-9));
        assertThat(shares.water()).isBetween(0.5, 0.75);
        assertThat(report.waterAgreement()).isBetween(0.95, 1.0);
        assertThat(report.picture().name()).isEqualTo("land-cover.png");
        assertThat(report.picture().mediaType()).isEqualTo("image/png");
    }

    @Test
    void pictureShowsTheClassesAtTheirPositions() throws IOException {
        LandCoverInput input = new LandCoverInput(null, new Bounds(0, 0, 2, 4), 2.0);
        Survey survey = Survey.of(input);
        List<TileCover> covers = List.of(
                uniform(survey.tiles().get(0), 'b'), uniform(survey.tiles().get(1), 's'));

        LandCoverReport report = new DrawLandCover().run(new DrawInput(input, Results.of(covers)), context);

        BufferedImage picture = ImageIO.read(context.open(report.picture()));
        int y = picture.getHeight() / 2;
        assertThat(picture.getRGB(picture.getWidth() / 4, y))
                .isEqualTo(Palette.of(CoverClass.BARE_GROUND).getRGB());
        assertThat(picture.getRGB(3 * picture.getWidth() / 4, y))
                .isEqualTo(Palette.of(CoverClass.SNOW_OR_ICE).getRGB());
        assertThat(report.shares().bareGround()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void pictureOfAnyMapHasALimitedSize() throws IOException {
        for (Bounds bounds : List.of(
                new Bounds(0, 0, 0.05, 0.05),
                new Bounds(-0.5, -180, 0.5, 180),
                new Bounds(-90, 10, 90, 11),
                new Bounds(85, -20, 90, 20))) {
            LandCoverReport report = draw(new LandCoverInput(null, bounds, 30.0));
            BufferedImage picture = ImageIO.read(context.open(report.picture()));

            assertThat(picture.getWidth()).as("%s", bounds).isBetween(600, 1600);
            assertThat(picture.getHeight()).as("%s", bounds).isBetween(400, 1400);
        }
    }

    @Test
    void coloursDifferForRedGreenColourBlindness() {
        for (CoverClass one : CoverClass.values()) {
            for (CoverClass other : CoverClass.values()) {
                Color a = Palette.of(one);
                Color b = Palette.of(other);
                // With red-green colour blindness, colours differ between yellow and blue, and in brightness.
                int yellow = (a.getRed() + a.getGreen() - b.getRed() - b.getGreen()) / 2;
                int blue = a.getBlue() - b.getBlue();

                if (one != other) {
                    assertThat(Math.hypot(yellow, blue))
                            .as("%s and %s", one, other)
                            .isGreaterThan(80);
                }
            }
        }
    }

    @Test
    void missingTileIsAnError() {
        LandCoverInput input = new LandCoverInput(null, new Bounds(0, 0, 2, 4), 2.0);
        Results<TileCover> one =
                Results.of(List.of(uniform(Survey.of(input).tiles().get(0), 'b')));

        assertThatThrownBy(() -> new DrawLandCover().run(new DrawInput(input, one), context))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("0°–2°N, 0°–4°E has 2 tiles of 2 degrees but 1 were classified");
    }

    @Test
    void tileOfAnotherMapIsAnError() {
        LandCoverInput input = new LandCoverInput(null, new Bounds(0, 0, 2, 2), 2.0);
        Results<TileCover> elsewhere = Results.of(List.of(uniform(new Tile(new Bounds(10, 10, 12, 12)), 'b')));

        assertThatThrownBy(() -> new DrawLandCover().run(new DrawInput(input, elsewhere), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside the map");
    }

    @Test
    void noFontOfTheMachineIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.awt\\.(Font.*|font\\..*|Toolkit)")
                .because("a function has neither fonts nor fontconfig")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.anabranch.examples.landcover"));
    }

    private LandCoverReport draw(LandCoverInput input) throws IOException {
        List<TileCover> covers = new CutTiles()
                .run(input, context).stream()
                        .map(tile -> new ClassifyTile().run(tile, context))
                        .toList();
        return new DrawLandCover().run(new DrawInput(input, Results.of(covers)), context);
    }

    private static TileCover uniform(Tile tile, char letter) {
        PixelWindow window = PixelWindow.touchedBy(tile.bounds());
        double area = tile.bounds().squareKilometres();
        ClassAreas areas = letter == 'b' ? new ClassAreas(0, 0, 0, area) : new ClassAreas(0, area, 0, 0);
        return new TileCover(
                window.left(),
                window.top(),
                window.columns(),
                window.rows(),
                "" + window.pixels() + letter,
                areas,
                area);
    }
}
