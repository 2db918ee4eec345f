package dev.anabranch.examples.landcover;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Draws text with outlines from the resources of this package. {@code java.awt.Font} would need fontconfig and an
 * installed font. A new server and the Lambda runtime have neither, and the JDK then fails with an {@code
 * InternalError}.
 */
final class Lettering {
    private static final class Holder {
        private static final Lettering ONLY = new Lettering();
    }

    /** The width of the outline of bold letters, in ems. */
    private static final double BOLD = 0.045;

    private record Glyph(double advance, Path2D outline) {}

    private final Map<Character, Glyph> glyphs = new HashMap<>();

    private Lettering() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Imagery.open("lettering.txt"), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    add(line.split(" ", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read lettering.txt", e);
        }
    }

    static Lettering get() {
        return Holder.ONLY;
    }

    private void add(String[] fields) {
        Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (int i = 2; i < fields.length; i++) {
            append(outline, fields[i].charAt(0), fields[i].substring(1).split(",", -1));
        }
        glyphs.put((char) Integer.parseInt(fields[0], 16), new Glyph(Integer.parseInt(fields[1]) / 1000.0, outline));
    }

    private static void append(Path2D outline, char command, String[] numbers) {
        if (command == 'Z') {
            outline.closePath();
            return;
        }
        double[] p = new double[numbers.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = Integer.parseInt(numbers[i]) / 1000.0;
        }
        switch (command) {
            case 'M' -> outline.moveTo(p[0], p[1]);
            case 'L' -> outline.lineTo(p[0], p[1]);
            case 'Q' -> outline.quadTo(p[0], p[1], p[2], p[3]);
            default -> throw new IllegalStateException("lettering.txt has an unknown command " + command);
        }
    }

    /** Returns the width of {@code text} in pixels if its em is {@code size} pixels. */
    double width(String text, double size) {
        return text.chars().mapToDouble(c -> glyph((char) c).advance()).sum() * size;
    }

    /** Draws {@code text} in the colour of {@code canvas} with its baseline at {@code y}. */
    void draw(Graphics2D canvas, String text, double x, double y, double size) {
        canvas.fill(outline(text, x, y, size));
    }

    /** Draws {@code text} as {@link #draw}, in bold. */
    void drawBold(Graphics2D canvas, String text, double x, double y, double size) {
        Path2D outline = outline(text, x, y, size);
        canvas.fill(outline);
        canvas.setStroke(new BasicStroke((float) (BOLD * size), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        canvas.draw(outline);
    }

    private Path2D outline(String text, double x, double y, double size) {
        Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double at = x;
        for (int i = 0; i < text.length(); i++) {
            Glyph glyph = glyph(text.charAt(i));
            AffineTransform place = new AffineTransform(size, 0, 0, size, at, y);
            all.append(glyph.outline().getPathIterator(place), false);
            at += glyph.advance() * size;
        }
        return all;
    }

    private Glyph glyph(char character) {
        Glyph glyph = glyphs.get(character);
        if (glyph == null) {
            throw new IllegalArgumentException("lettering.txt has no outline for U+" + Integer.toHexString(character));
        }
        return glyph;
    }
}
