package dev.sluice.spark.source.excel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes workbooks part by part, so that each may be wrong. */
final class Workbook {
    private final Map<String, String> sheets = new LinkedHashMap<>();
    private String sharedStrings = "";
    private boolean date1904;
    private String sheetFolder = "worksheets";
    private Charset sheetEncoding = StandardCharsets.UTF_8;
    private String beforeData = "";
    private String calculation = "";

    /** @param rows the content of the sheet's data */
    Workbook sheet(String name, String rows) {
        sheets.put(name, rows);
        return this;
    }

    Workbook shared(String... texts) {
        StringBuilder strings = new StringBuilder();
        for (String text : texts) {
            strings.append("<si><t>").append(text).append("</t></si>");
        }
        sharedStrings = strings.toString();
        return this;
    }

    Workbook from1904() {
        date1904 = true;
        return this;
    }

    /** Puts the sheets elsewhere; relations tell where. */
    Workbook sheetsIn(String folder) {
        sheetFolder = folder;
        return this;
    }

    Workbook sheetsAs(Charset encoding) {
        sheetEncoding = encoding;
        return this;
    }

    /** Puts something before each sheet's data. */
    Workbook before(String content) {
        beforeData = content;
        return this;
    }

    /** Lists cells with formulas, in the order in which they are calculated. */
    Workbook calculated(String cells) {
        calculation = cells;
        return this;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            StringBuilder types = new StringBuilder();
            StringBuilder list = new StringBuilder();
            StringBuilder relations = new StringBuilder();
            int number = 0;
            for (String name : sheets.keySet()) {
                number++;
                types.append(
                        "<Override PartName=\"/xl/%s/sheet%d.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
                                .formatted(sheetFolder, number));
                list.append("<sheet name=\"%s\" sheetId=\"%d\" r:id=\"rId%d\"/>".formatted(name, number, number));
                relations.append(
                        "<Relationship Id=\"rId%d\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"%s/sheet%d.xml\"/>"
                                .formatted(number, sheetFolder, number));
            }
            part(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                            + types
                            + "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>");
            part(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            part(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                            + (date1904 ? "<workbookPr date1904=\"1\"/>" : "") + "<sheets>" + list
                            + "</sheets></workbook>");
            part(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + relations
                            + "<Relationship Id=\"rId98\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            // Styles: 0 general, 1 a date, 2 date and time, 3 a format of one's own, 4 a time.
            part(
                    zip,
                    "xl/styles.xml",
                    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/></numFmts><cellXfs count=\"5\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"164\"/><xf numFmtId=\"21\"/></cellXfs></styleSheet>");
            part(
                    zip,
                    "xl/sharedStrings.xml",
                    "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">" + sharedStrings
                            + "</sst>");
            if (!calculation.isEmpty()) {
                part(
                        zip,
                        "xl/calcChain.xml",
                        "<calcChain xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">" + calculation
                                + "</calcChain>");
            }
            number = 0;
            for (String rows : sheets.values()) {
                part(
                        zip,
                        "xl/%s/sheet%d.xml".formatted(sheetFolder, ++number),
                        sheetEncoding,
                        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">" + beforeData
                                + "<sheetData>" + rows + "</sheetData></worksheet>");
            }
        }
        return bytes.toByteArray();
    }

    private static void part(ZipOutputStream zip, String name, String content) throws IOException {
        part(zip, name, StandardCharsets.UTF_8, content);
    }

    private static void part(ZipOutputStream zip, String name, Charset encoding, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + content).getBytes(encoding));
        zip.closeEntry();
    }

    /** A row of texts and numbers, from column A on. */
    static String row(int number, Object... cells) {
        StringBuilder row = new StringBuilder("<row r=\"%d\">".formatted(number));
        for (int i = 0; i < cells.length; i++) {
            String place = (char) ('A' + i) + String.valueOf(number);
            if (cells[i] instanceof Number) {
                row.append("<c r=\"%s\"><v>%s</v></c>".formatted(place, cells[i]));
            } else if (cells[i] != null && cells[i].toString().startsWith("<")) {
                row.append(cells[i].toString().replace("<c ", "<c r=\"" + place + "\" "));
            } else if (cells[i] != null) {
                row.append("<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>".formatted(place, cells[i]));
            }
        }
        return row.append("</row>").toString();
    }
}
