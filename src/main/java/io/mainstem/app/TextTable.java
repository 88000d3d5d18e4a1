package io.mainstem.app;

import java.util.ArrayList;
import java.util.List;

/** Rows of text set in columns as wide as their widest cell. */
final class TextTable {

    /**
     * A column and how its cells stand in it.
     *
     * @param width at least, so that a table which is drawn again and again does not jump
     * @param gap blanks before it
     */
    record Column(String title, boolean right, int width, int gap) {

        static Column left(String title, int width) {
            return new Column(title, false, width, 2);
        }

        static Column right(String title, int width) {
            return new Column(title, true, width, 2);
        }

        /** The same, set apart from the columns before it. */
        Column apart() {
            return new Column(title, right, width, 4);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Width of each column. */
    int[] widths() {
        int[] widths = columns.stream()
                .mapToInt(column -> Math.max(column.width(), column.title().length()))
                .toArray();
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        return widths;
    }

    /** Where each column starts. */
    int[] starts() {
        int[] widths = widths();
        int[] starts = new int[widths.length];
        for (int c = 1; c < starts.length; c++) {
            starts[c] = starts[c - 1] + widths[c - 1] + columns.get(c).gap();
        }
        return starts;
    }

    String header() {
        return line(columns.stream().map(Column::title).toList());
    }

    /** A rule under each column. */
    String rule(String dash) {
        int[] widths = widths();
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            line.append(" ".repeat(c == 0 ? 0 : columns.get(c).gap())).append(dash.repeat(widths[c]));
        }
        return line.toString();
    }

    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        int[] widths = widths();
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String cell = cells.get(c);
            String fill = " ".repeat(widths[c] - cell.length());
            line.append(" ".repeat(c == 0 ? 0 : columns.get(c).gap()));
            line.append(columns.get(c).right() ? fill + cell : cell + fill);
        }
        return line.toString().stripTrailing();
    }
}
