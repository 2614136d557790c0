/** Express 4 beside Express 5, under another name. Its types differ in nothing these tests touch. */
declare module 'express4' {
  import express from 'express';
  export default express;
}
