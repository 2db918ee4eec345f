package dev.anabranch.examples.landcover;

import dev.anabranch.task.Blob;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;

/** Reads the tiles one after the other, draws them as one map and adds up their areas. */
@TaskDefaults(memoryMb = 1769, timeoutSeconds = 300)
public final class DrawLandCover implements Task<DrawInput, LandCoverReport> {

    /**
     * Returns the result, with the map as {@code land-cover.png}. The report of the action shows both.
     *
     * @throws IllegalStateException if the number of tiles differs from that of the request
     */
    @Override
    public LandCoverReport run(DrawInput input, TaskContext context) throws IOException {
        Survey survey = Survey.of(input.request());
        Mosaic mosaic = new Mosaic(PixelWindow.touchedBy(survey.bounds()));
        LandCoverSums sums = LandCoverSums.NONE;
        long expected = (long) survey.columns() * survey.rows();
        for (TileCover tile : input.tiles()) {
            mosaic.add(tile);
            sums = sums.plus(tile);
            context.progress(sums.tiles(), expected);
        }
        if (sums.tiles() != expected) {
            throw new IllegalStateException(survey.title() + " has " + expected + " tiles of "
                    + Degrees.plain(survey.tileDegrees()) + " degrees but " + sums.tiles() + " were classified");
        }
        BufferedImage sheet = new MapSheet(survey, sums).draw(mosaic);
        Blob picture = context.write("land-cover.png", "image/png", out -> Imagery.writePng(sheet, out));
        context.report(markdown(survey, sums, picture));
        return report(survey, sums, picture);
    }

    private static String markdown(Survey survey, LandCoverSums sums, Blob picture) {
        ClassAreas area = sums.area();
        ClassShares shares = area.shares();
        return "# " + survey.title() + "\n\n| class | km² | share |\n| --- | ---: | ---: |\n"
                + row("water", area.water(), shares.water())
                + row("snow or ice", area.snowOrIce(), shares.snowOrIce())
                + row("vegetation", area.vegetation(), shares.vegetation())
                + row("bare ground", area.bareGround(), shares.bareGround())
                + "\n![Map](" + picture.name() + ")\n";
    }

    private static String row(String name, double squareKilometres, double share) {
        return String.format(Locale.ROOT, "| %s | %,.0f | %.1f %% |\n", name, squareKilometres, 100 * share);
    }

    private static LandCoverReport report(Survey survey, LandCoverSums sums, Blob picture) {
        return new LandCoverReport(
                survey.title(),
                survey.bounds(),
                survey.tileDegrees(),
                sums.tiles(),
                sums.area().total(),
                sums.area().shares(),
                sums.waterAgreement(),
                picture);
    }
}
