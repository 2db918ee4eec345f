package dev.anabranch.examples.landcover;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Classifies the pixels of one tile by their colour, and compares the water with the reference mask. */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 30)
public final class ClassifyTile implements Task<Tile, TileCover> {

    /** Returns the classes of the tile with their areas, which are also metrics. */
    @Override
    public TileCover run(Tile tile, TaskContext context) {
        TileCover cover = classify(tile.bounds());
        context.metric("water-km2", cover.area().water());
        context.metric("vegetation-km2", cover.area().vegetation());
        return cover;
    }

    static TileCover classify(Bounds bounds) {
        PixelWindow window = PixelWindow.touchedBy(bounds);
        BlueMarble image = BlueMarble.get();
        WaterMask mask = WaterMask.get();
        byte[] classes = new byte[window.pixels()];
        double[] area = new double[CoverClass.COUNT];
        double agreed = 0;
        for (int row = 0, at = 0; row < window.rows(); row++) {
            double rowArea = window.rowPart(row, bounds).squareKilometres();
            for (int column = 0; column < window.columns(); column++, at++) {
                CoverClass cover = image.classify(window.left() + column, window.top() + row);
                double pixelArea = rowArea * window.columnPart(column, bounds);
                classes[at] = cover.code();
                area[cover.code()] += pixelArea;
                if (mask.isWater(window.left() + column, window.top() + row) == (cover == CoverClass.WATER)) {
                    agreed += pixelArea;
                }
            }
        }
        return new TileCover(
                window.left(),
                window.top(),
                window.columns(),
                window.rows(),
                RunLengths.encode(classes),
                new ClassAreas(rounded(area[0]), rounded(area[1]), rounded(area[2]), rounded(area[3])),
                rounded(agreed));
    }

    /** Rounds to square metres, which keeps the record short. */
    private static double rounded(double squareKilometres) {
        return Math.rint(squareKilometres * 1e3) / 1e3;
    }
}
