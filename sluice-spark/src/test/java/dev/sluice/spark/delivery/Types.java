package dev.sluice.spark.delivery;

/** Rows of every type, with values at which conversions stumble. */
final class Types {
    static final String PIPELINE = """
            pipeline: types
            source: {files: inbox/*.jsonl, format: jsonl}
            target:
              table: shop.types
              columns:
                id: {type: int, required: true}
                flag: boolean
                big: long
                ratio: float
                share: double
                price: decimal(22,2)
                name: string
                day: date
                local: timestamp
                at: timestamptz
                key: uuid
            """;

    static final String ROWS = """
            {"id":1,"flag":true,"big":9223372036854775807,"ratio":0.1,"share":-0.1,"price":"12345678901234567890.12","name":"Zoë, \\"q\\"\\nline \\u00e9","day":"1969-12-31","local":"2026-03-29T02:30:00.123456","at":"2026-03-29T01:30:00.123456Z","key":"0c3a1b62-9a52-4a3b-9d4e-0a3f1c2b4d5e","tags":["a",null],"place":{"x":1,"y":"2026-01-01T00:00:00.000001"},"raw":"AAEC"}
            {"id":2,"flag":false,"big":-1,"ratio":3.4028235E38,"share":1.7976931348623157E308,"price":"-0.01","name":"","day":"0001-01-01","local":"1900-01-01T00:00:00","at":"1969-12-31T23:59:59.999999Z","key":null,"tags":[],"place":null,"raw":""}
            {"id":3,"name":"  spaces, and a \\t tab "}
            """;

    private Types() {}
}
