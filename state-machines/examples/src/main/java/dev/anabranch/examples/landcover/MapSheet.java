package dev.anabranch.examples.landcover;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** Draws a printed map: title, frame with degrees, classes, legend with the share of each class, scale and source. */
final class MapSheet {
    private static final int MAX_MAP_WIDTH = 1440;
    private static final int MAX_MAP_HEIGHT = 1000;
    private static final int MIN_MAP_SIDE = 160; // A very narrow map is stretched so that it stays visible.
    private static final int MIN_CONTENT_WIDTH = 700;
    private static final double MIN_COSINE = 0.25; // At the poles, the map would be too narrow.
    private static final int LEFT = 84;
    private static final int RIGHT = 56;
    private static final int TOP = 124;
    private static final int BELOW_MAP = 210;

    private final Survey survey;
    private final LandCoverSums sums;
    private final Lettering lettering = Lettering.get();
    private final int mapWidth;
    private final int mapHeight;
    private final int contentWidth;
    private final int mapLeft;

    MapSheet(Survey survey, LandCoverSums sums) {
        this.survey = survey;
        this.sums = sums;
        Bounds bounds = survey.bounds();
        double cosine = Math.max(MIN_COSINE, Math.cos(Math.toRadians(bounds.middleLatitude())));
        double aspect = bounds.width() * cosine / bounds.height();
        double width = Math.min(MAX_MAP_WIDTH, MAX_MAP_HEIGHT * aspect);
        this.mapWidth = Math.max(MIN_MAP_SIDE, (int) Math.round(width));
        this.mapHeight = Math.max(MIN_MAP_SIDE, (int) Math.round(width / aspect));
        this.contentWidth = Math.max(mapWidth, MIN_CONTENT_WIDTH);
        this.mapLeft = LEFT + (contentWidth - mapWidth) / 2;
    }

    BufferedImage draw(Mosaic mosaic) {
        BufferedImage sheet = Imagery.create(LEFT + contentWidth + RIGHT, TOP + mapHeight + BELOW_MAP);
        Graphics2D canvas = sheet.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setColor(Palette.PAPER);
        canvas.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        drawTitle(canvas);
        canvas.drawImage(new CoverPainter(mosaic, survey.bounds(), mapWidth, mapHeight).paint(), mapLeft, TOP, null);
        drawMeridians(canvas);
        drawParallels(canvas);
        canvas.setColor(Palette.INK);
        canvas.setStroke(new BasicStroke(1.6f));
        canvas.draw(new Rectangle2D.Double(mapLeft, TOP, mapWidth, mapHeight));
        drawLegend(canvas);
        drawFooter(canvas);
        canvas.dispose();
        return sheet;
    }

    private void drawTitle(Graphics2D canvas) {
        canvas.setColor(Palette.INK);
        lettering.drawBold(canvas, "Land Cover: " + survey.title(), LEFT, 62, 34);
        canvas.setColor(Palette.FAINT_INK);
        String tiles = String.format(Locale.ROOT, "%,d", sums.tiles()) + (sums.tiles() == 1 ? " tile" : " tiles");
        String text = Degrees.of(survey.bounds()) + " · " + tiles + " of " + Degrees.plain(survey.tileDegrees()) + "°";
        lettering.draw(canvas, text, LEFT, 96, 19);
    }

    private void drawMeridians(Graphics2D canvas) {
        Bounds bounds = survey.bounds();
        double step = Steps.degrees(bounds.width() * 100 / mapWidth);
        for (long i = (long) Math.ceil(bounds.west() / step - 1e-9); i * step <= bounds.east() + 1e-9; i++) {
            double x = mapLeft + (i * step - bounds.west()) / bounds.width() * mapWidth;
            gridLine(canvas, new Line2D.Double(x, TOP, x, TOP + mapHeight));
            tick(canvas, new Line2D.Double(x, TOP + mapHeight, x, TOP + mapHeight + 6));
            String label = Math.abs(i * step) == 180 ? "180°" : Degrees.longitude(i * step);
            lettering.draw(canvas, label, x - lettering.width(label, 15) / 2, TOP + mapHeight + 24, 15);
        }
    }

    private void drawParallels(Graphics2D canvas) {
        Bounds bounds = survey.bounds();
        double step = Steps.degrees(bounds.height() * 80 / mapHeight);
        for (long i = (long) Math.ceil(bounds.south() / step - 1e-9); i * step <= bounds.north() + 1e-9; i++) {
            double y = TOP + (bounds.north() - i * step) / bounds.height() * mapHeight;
            gridLine(canvas, new Line2D.Double(mapLeft, y, mapLeft + mapWidth, y));
            tick(canvas, new Line2D.Double(mapLeft - 6, y, mapLeft, y));
            String label = Degrees.latitude(i * step);
            lettering.draw(canvas, label, mapLeft - 12 - lettering.width(label, 15), y + 5, 15);
        }
    }

    private static void gridLine(Graphics2D canvas, Line2D line) {
        canvas.setColor(Palette.GRATICULE);
        canvas.setStroke(new BasicStroke(1f));
        canvas.draw(line);
    }

    private static void tick(Graphics2D canvas, Line2D line) {
        canvas.setColor(Palette.INK);
        canvas.setStroke(new BasicStroke(1.2f));
        canvas.draw(line);
    }

    /** Draws one bar that is divided by area, and the meaning of its colours below it. */
    private void drawLegend(Graphics2D canvas) {
        double top = TOP + mapHeight + 48;
        double barAt = LEFT;
        double total = sums.area().total();
        int index = 0;
        for (CoverClass cover : CoverClass.values()) {
            double share = sums.area().of(cover) / total;
            canvas.setColor(Palette.of(cover));
            canvas.fill(new Rectangle2D.Double(barAt, top, share * contentWidth, 18));
            barAt += share * contentWidth;
            drawLegendEntry(canvas, cover, share, LEFT + index++ * contentWidth / 4.0, top + 38);
        }
        outline(canvas, new Rectangle2D.Double(LEFT, top, contentWidth, 18));
    }

    private void drawLegendEntry(Graphics2D canvas, CoverClass cover, double share, double x, double y) {
        Rectangle2D swatch = new Rectangle2D.Double(x, y, 38, 38);
        canvas.setColor(Palette.of(cover));
        canvas.fill(swatch);
        outline(canvas, swatch);
        canvas.setColor(Palette.INK);
        lettering.draw(canvas, cover.title(), x + 50, y + 15, 17);
        lettering.drawBold(canvas, percent(share), x + 50, y + 37, 17);
    }

    private static void outline(Graphics2D canvas, Rectangle2D shape) {
        canvas.setColor(Palette.FAINT_INK);
        canvas.setStroke(new BasicStroke(1f));
        canvas.draw(shape);
    }

    private void drawFooter(Graphics2D canvas) {
        double baseline = TOP + mapHeight + 158;
        Color faint = Palette.FAINT_INK;
        canvas.setColor(faint);
        lettering.draw(canvas, "Labelled by the colour of each pixel. Imagery: NASA Blue Marble.", LEFT, baseline, 14);
        String agreement =
                "Water is where the reference mask has it on " + percent(sums.waterAgreement()) + " of the area.";
        lettering.draw(canvas, agreement, LEFT, baseline + 22, 14);
        drawScale(canvas, baseline + 22);
    }

    /** Draws a bar with a round length along the parallel in the middle of the map. */
    private void drawScale(Graphics2D canvas, double baseline) {
        Bounds bounds = survey.bounds();
        double latitude = bounds.middleLatitude();
        double perPixel = Bounds.kilometresPerDegree(latitude) * bounds.width() / mapWidth;
        double length = Steps.oneTwoFive(180 * perPixel);
        double right = LEFT + contentWidth;
        double left = right - length / perPixel;
        canvas.setColor(Palette.INK);
        canvas.setStroke(new BasicStroke(2f));
        canvas.draw(new Line2D.Double(left, baseline - 18, right, baseline - 18));
        canvas.draw(new Line2D.Double(left, baseline - 24, left, baseline - 12));
        canvas.draw(new Line2D.Double(right, baseline - 24, right, baseline - 12));
        String label = String.format(Locale.ROOT, length < 1 ? "%.1f" : "%,.0f", length) + " km at "
                + Degrees.latitude(latitude);
        lettering.draw(canvas, label, right - lettering.width(label, 14), baseline + 4, 14);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
