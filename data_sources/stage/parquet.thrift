// What `parquet_pages` needs of the footer and of the heads of pages, by the numbers that apache/parquet-format gives
// the fields; whatever else stands there is skipped.

struct ColumnMetaData {
  3: list<string> path_in_schema
  7: i64 total_compressed_size
  9: i64 data_page_offset
  11: i64 dictionary_page_offset
}

struct ColumnChunk {
  3: ColumnMetaData meta_data
}

struct RowGroup {
  1: list<ColumnChunk> columns
}

struct FileMetaData {
  4: list<RowGroup> row_groups
}

struct PageHeader {
  3: i32 compressed_page_size
  4: i32 crc
}
