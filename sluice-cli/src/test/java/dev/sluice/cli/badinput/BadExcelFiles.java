package dev.sluice.cli.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Excel workbooks that are bad; and good ones. */
final class BadExcelFiles {
    private static final int ROWS = 1000;
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private BadExcelFiles() {}

    static List<BadFile> all() {
        Content good = rows(1, ROWS);
        return List.of(
                excel("good", "good", good).becomes(ROWS, ROWS),
                excel("no_bytes", "0 bytes", Content.text("")).becomes(1, 0, "TRUNCATED_FILE 1"),
                excel("text", "text under that name", Content.times(100, "id,name\n"))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                excel("cut", "cut in the middle", out -> {
                            byte[] bytes = good.bytes();
                            out.write(bytes, 0, bytes.length / 2);
                        })
                        .becomes(1, 0, "TRUNCATED_FILE 1"),
                excel("locked", "a container as of workbooks with a password, or `.xls`", out -> {
                            byte[] bytes = new byte[4096];
                            byte[] magic = {
                                (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
                            };
                            System.arraycopy(magic, 0, bytes, 0, magic.length);
                            out.write(bytes);
                        })
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                excel("no_id", "lacks a required column", sheet(header("other") + data(1, 3)))
                        .becomes(3, 0, "HEADER_MISMATCH 3"),
                excel("nothing", "a sheet without rows", sheet("")).becomes(0, 0),
                excel("header", "header only", sheet(header("id"))).becomes(0, 0),
                excel(
                                "errors",
                                "cells with errors, fractions and texts for ids",
                                sheet(header("id")
                                        + "<row r='2'><c r='A2' t='e'><v>#REF!</v></c></row>"
                                        + "<row r='3'><c r='A3'><v>1.5</v></c></row>"
                                        + "<row r='4'><c r='A4' t='inlineStr'><is><t>four</t></is></c></row>"
                                        + data(5, 1)))
                        .becomes(4, 1, "NOT_AN_INTEGER 3"),
                excel(
                                "broken",
                                "XML that is not well-formed from row 3 on",
                                sheet(header("id") + data(2, 1) + "<row r='3'><c r='A3'><v>3</x></c></row>"
                                        + data(4, 1)))
                        .becomes(2, 1, "CORRUPT_FILE 1"),
                excel(
                                "far",
                                "a cell in column `ZZZZZZ`",
                                sheet(header("id") + "<row r='2'><c r='ZZZZZZ2'><v>1</v></c></row>"))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                excel(
                                "entity",
                                "an entity that names a file",
                                workbook("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                                        + "<worksheet xmlns='" + MAIN + "'><sheetData>" + header("id")
                                        + "<row r='2'><c r='A2'><v>1</v></c><c r='B2' t='inlineStr'><is><t>&e;</t></is></c></row>"
                                        + "</sheetData></worksheet>"))
                        .becomes(1, 0, "CORRUPT_FILE 1"),
                excel("bomb", "a sheet that unpacks to 1 GB", bomb()).becomes(1, 0, "DECOMPRESSION_LIMIT 1"));
    }

    private static BadFile excel(String kind, String input, Content content) {
        return BadFile.typed("excel", kind, input, content);
    }

    /** Records with the ids from a number on. */
    static Content rows(long first, int count) {
        return sheet(header("id")
                + IntStream.range(0, count).mapToObj(i -> row(i + 2, first + i)).collect(Collectors.joining()));
    }

    private static String header(String id) {
        return "<row r='1'><c r='A1' t='inlineStr'><is><t>%s</t></is></c><c r='B1' t='inlineStr'><is><t>name</t></is></c></row>"
                .formatted(id);
    }

    /** Rows whose numbers are their ids. */
    private static String data(int first, int count) {
        return IntStream.range(Math.max(2, first), Math.max(2, first) + count)
                .mapToObj(i -> row(i, i))
                .collect(Collectors.joining());
    }

    private static String row(int number, long id) {
        return "<row r='%1$d'><c r='A%1$d'><v>%2$d</v></c><c r='B%1$d' t='inlineStr'><is><t>n%2$d</t></is></c></row>"
                .formatted(number, id);
    }

    private static Content sheet(String rows) {
        return workbook("<worksheet xmlns='%s'><sheetData>%s</sheetData></worksheet>".formatted(MAIN, rows));
    }

    private static Content workbook(String sheet) {
        return workbook(Content.text(sheet));
    }

    private static Content bomb() {
        return workbook(Content.text("<worksheet xmlns='%s'><sheetData>%s".formatted(MAIN, header("id")))
                .then(Content.times(1024, " ".repeat(1 << 20)))
                .then("</sheetData></worksheet>"));
    }

    private static Content workbook(Content sheet) {
        return out -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                part(zip, "[Content_Types].xml", Content.text("""
                        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
                        <Default Extension="xml" ContentType="application/xml"/>\
                        <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
                        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>\
                        <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>\
                        </Types>"""));
                part(zip, "_rels/.rels", Content.text("""
                        <Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/officeDocument" \
                        Target="xl/workbook.xml"/></Relationships>""".formatted(RELATIONS, OFFICE)));
                part(zip, "xl/workbook.xml", Content.text("""
                        <workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>\
                        </workbook>""".formatted(MAIN, OFFICE)));
                part(zip, "xl/_rels/workbook.xml.rels", Content.text("""
                        <Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/worksheet" \
                        Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="%s/styles" \
                        Target="styles.xml"/></Relationships>""".formatted(RELATIONS, OFFICE, OFFICE)));
                part(zip, "xl/styles.xml", Content.text("""
                        <styleSheet xmlns="%s"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>""".formatted(MAIN)));
                part(zip, "xl/worksheets/sheet1.xml", sheet);
            }
            out.write(bytes.toByteArray());
        };
    }

    private static void part(ZipOutputStream zip, String name, Content content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("<?xml version='1.0' encoding='UTF-8'?>".getBytes(UTF_8));
        content.write(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                zip.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                zip.write(bytes, from, length);
            }
        });
        zip.closeEntry();
    }
}
